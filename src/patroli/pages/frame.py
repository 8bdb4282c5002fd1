"""What every page that patroli writes has in common. Pure.

A page asks nothing of anybody: its style and its script are inside and named by their hashes in its
content security policy, and collected text only ever passes through the templates' escaping.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined

FRAME = ("frame.html", "house.css")
"""The head that every page begins with, and the look of the house."""


def policy(style: str, script: str = "", *, pictures: bool = False) -> str:
    """The content security policy of a page with this style, this script if any, and pictures that
    lie in the page itself if it has any.
    """
    allowed = f"default-src 'none'; style-src '{_hash(style)}'; "
    if pictures:
        allowed += "img-src data:; "
    if script:
        allowed += f"script-src '{_hash(script)}'; "
    return f"{allowed}base-uri 'none'; form-action 'none'"


def environment(
    room: str, names: Iterable[str], finalize: Callable[[Any], Any] | None = None
) -> Environment:
    """Templates of a room by name, and those of the frame; everything is escaped.

    A name may be `other.room/name`. `finalize` is given every value before it is escaped.
    """
    found = {name: text_of("patroli.pages", name) for name in FRAME}
    for name in names:
        place, _, file = name.rpartition("/")
        found[file] = text_of(place or room, file)
    return Environment(
        loader=DictLoader(found),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def text_of(room: str, name: str) -> str:
    """One file of a room's templates/."""
    return files(room).joinpath("templates", name).read_text("utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
