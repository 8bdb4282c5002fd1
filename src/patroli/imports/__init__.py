"""The bytes of a file that a person saved in, the posts in it out. No network, nothing landed."""

from patroli.imports.formats import FORMATS, propose_columns, read_file
from patroli.imports.item import Item, Page, Read

__all__ = ["FORMATS", "Item", "Page", "Read", "propose_columns", "read_file"]
