"""Texts in, names that never change out."""

from __future__ import annotations

import hashlib


def digest(*parts: str) -> str:
    """SHA-256 over length-prefixed UTF-8 parts, 32 hex digits: no two lists share a spelling."""
    state = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        state.update(f"{len(data)}:".encode())
        state.update(data)
    return state.hexdigest()[:32]


def post_id(space: str, native_id: str) -> str:
    """The stable id of a post: the same utterance met in two ways has one id.

    `space` is where the native id is unique: `web` for feeds, pages and WordPress alike, whose
    native id is the permanent address a site gives (guid or canonical address).
    """
    return digest("post", space, native_id)
