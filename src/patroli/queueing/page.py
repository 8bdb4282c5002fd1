"""A planned queue in, one self-contained page out. Pure.

The page asks nothing of anybody: styles and script are inside and named by their hashes in its
content security policy, and collected text only ever passes through the template's escaping.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from patroli.queueing import words
from patroli.queueing.cards import Card, card_of, rule_words, safe_link
from patroli.queueing.figure import picture_of, reason_of
from patroli.queueing.marks import visible
from patroli.queueing.plan import Queue

_FILES = ("queue.html", "head.html", "card.html", "macros.html", "queue.css", "queue.js")


def render_page(queue: Queue, cards: Sequence[Card]) -> str:
    """`queue.html`: the day, its coverage, its figures, then every item with its proof."""
    environment = _environment()
    picture = picture_of(queue.coverage)
    style = environment.get_template("queue.css").render(
        running=f"Antrean patroli – {words.day_words(queue.day)} – terjangkau "
        f"{picture.reached} dari {picture.total} akun dan kata kunci"
    )
    script = _source("queue.js")
    return environment.get_template("queue.html").render(
        queue=queue,
        picture=picture,
        cards=cards,
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        policy=_policy(style, script),
        words=words,
        rule_words=lambda rule: rule_words(queue.reference, rule),
        reason_of=reason_of,
        safe_link=safe_link,
        deadlines=_deadlines(queue),
    )


def cards_of(queue: Queue) -> list[Card]:
    """Every item of the list as its card."""
    return [
        card_of(item, [queue.candidates[key] for key in item.members], queue.reference)
        for item in queue.items
    ]


def _deadlines(queue: Queue) -> dict[str, int]:
    left = [item.days_left for item in queue.items]
    return {
        "late": sum(days < 0 for days in left),
        "today": sum(days == 0 for days in left),
        "soon": sum(0 < days < 3 for days in left),
    }


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _environment() -> Environment:
    """Templates that escape everything and spell every unseen sign of what they are given."""

    def finalize(value: Any) -> Any:
        return visible(value) if type(value) is str else value

    return Environment(
        loader=DictLoader({name: _source(name) for name in _FILES}),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _source(name: str) -> str:
    return files("patroli.queueing").joinpath("templates", name).read_text("utf-8")
