"""Recorded answers: what the platforms' own documentation shows, with invented people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from patroli.model import Ask

FOLDER = Path(__file__).parent / "samples"


def sample(name: str) -> Any:
    """The JSON of one sample: `x/timeline`."""
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def holds_no_secret(*asks: Ask) -> bool:
    """Whether nothing in the asks' addresses could be a key: it is added where they leave."""
    words = ("token", "access_", "secret", "bearer", "api_key", "apikey")
    harmless = "pagination_token", "next_token"
    for ask in asks:
        text = f"{ask.url} {ask.purpose} {ask.subject}".lower()
        for word in harmless:
            text = text.replace(word, "")
        if any(word in text for word in words):
            return False
    return True
