"""A post that somebody passed on in, the text of the passing on out.

A share is a post of who shares, with the shared one as its parent. Every platform draws it in its
own way; here it is written the way people write it by hand, so that one rule reads them all.
"""

from __future__ import annotations


def shared_text(handle: str, name: str, text: str) -> str:
    """`RT @handle: text`; the name where no handle is told."""
    whose = f"@{handle}" if handle else name
    return f"RT {whose}: {text}".rstrip() if whose else f"RT {text}".rstrip()
