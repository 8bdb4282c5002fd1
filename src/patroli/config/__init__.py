"""A config folder in, everything a team configures and every complaint about it out."""

from patroli.config.reading import Config, read_config

__all__ = ["Config", "read_config"]
