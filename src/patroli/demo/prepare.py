"""A folder, the shipped configuration and a port in, a workspace for the demo out."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from patroli.demo.server import LOOPBACK
from patroli.errors import BadInput

PACE = 0.02
"""Seconds between two requests to one host; on loopback nobody is in the way."""

_MARK = "# Written by `patroli demo`: the shipped configuration, led to the fictional web.\n"


def prepare(folder: Path, shipped_config: Path, port: int) -> Path:
    """Copy the configuration into `folder/config`, aim it at the web on `port`, return its path.

    Touches nothing outside `folder`. Raises BadInput where `folder/config` is somebody's own, or
    where `shipped_config` holds no patroli.yaml that can be read.
    """
    target = folder / "config"
    settings_file = target / "patroli.yaml"
    if target.exists():
        if not settings_file.is_file() or not _is_ours(settings_file):
            raise BadInput(f"{target} was not made by the demo; give another folder")
        shutil.rmtree(target)
    try:
        read = yaml.safe_load((shipped_config / "patroli.yaml").read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise BadInput(f"no patroli.yaml to start from in {shipped_config}: {error}") from error
    if not isinstance(read, dict):
        raise BadInput(f"{shipped_config / 'patroli.yaml'} holds no settings")
    shutil.copytree(shipped_config, target)
    text = yaml.safe_dump(_aimed(read, port), sort_keys=False, allow_unicode=True)
    settings_file.write_text(_MARK + text, encoding="utf-8")
    return target


def _is_ours(settings_file: Path) -> bool:
    return settings_file.read_text(encoding="utf-8", errors="replace").startswith(_MARK)


def _aimed(settings: dict[str, Any], port: int) -> dict[str, Any]:
    """The same team and limits, in a hurry, and every `*.example` host on one loopback port."""
    return {
        **settings,
        "pace": PACE,
        "retries": 1,
        "longest_wait": 3,
        "timeouts": {"connect": 2, "read": 4, "total": 8},
        "hosts": {"*.example": {"pace": PACE, "connect_to": f"{LOOPBACK}:{port}"}},
    }
