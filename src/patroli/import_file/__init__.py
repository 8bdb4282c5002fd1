"""A file that a person saved in, its posts of watched accounts landed like any others.

The original is kept whole beside the posts, with who brought it and when: what cannot be read
today can be read again tomorrow. Posts of accounts that nobody watches are counted and not kept.
"""

from patroli.import_file.land import land_import
from patroli.import_file.source import Brought, brought
from patroli.import_file.typed import Typed, typed_post

__all__ = ["Brought", "Typed", "brought", "land_import", "typed_post"]
