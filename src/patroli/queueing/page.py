"""A planned queue in, one self-contained page out. Pure.

Its frame and its policy are those of every page; see `patroli.pages`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from patroli.ledger_words import ledger_words
from patroli.pages import environment, policy, text_of
from patroli.queueing import words
from patroli.queueing.cards import Card, card_of, rule_words, safe_link
from patroli.queueing.figure import picture_of, reason_of
from patroli.queueing.marks import visible
from patroli.queueing.plan import Queue

ROOM = "patroli.queueing"
_FILES = ("queue.html", "head.html", "card.html", "macros.html", "queue.css")


def render_page(queue: Queue, cards: Sequence[Card]) -> str:
    """`queue.html`: the day, its coverage, its figures, then every item with its proof."""
    templates = _templates()
    picture = picture_of(queue.coverage)
    style = templates.get_template("queue.css").render(
        running=f"Antrean patroli – {words.day_words(queue.day)} – terjangkau "
        f"{picture.reached} dari {picture.total} akun dan kata kunci"
    )
    script = text_of(ROOM, "queue.js")
    return templates.get_template("queue.html").render(
        queue=queue,
        picture=picture,
        cards=cards,
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        policy=policy(style, script, pictures=any(c.pictures for c in queue.candidates.values())),
        words=words,
        rule_words=lambda rule: rule_words(queue.reference, rule),
        reason_of=reason_of,
        ledger_words=ledger_words,
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


@cache
def _templates() -> Environment:
    """Templates that escape everything and spell every unseen sign of what they are given."""

    def finalize(value: Any) -> Any:
        return visible(value) if type(value) is str else value

    return environment(ROOM, _FILES, finalize)
