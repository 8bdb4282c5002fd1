"""A file that a person saved while browsing in, the posts in it out. No network, nothing landed."""

from patroli.imports.formats import FORMATS, read_file
from patroli.imports.item import Item, Read

__all__ = ["FORMATS", "Item", "Read", "read_file"]
