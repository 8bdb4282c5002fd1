"""Sources in, the lines and cells of their table out. Pure: nothing is printed here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.table import Table
from rich.text import Text

from patroli.cli.sources.words import WORDS
from patroli.sources import Condition, Source
from patroli.sources.picture import GROUPS, bars, local_day
from patroli.sources.words import spark, why
from patroli.wording import short_day

ROUNDS = 20
"""Shown of each source on a terminal as wide as `WIDE`, else half as many."""
WIDE = 100
NARROWEST = 16
STYLES = {"well": "green", "strange": "yellow", "lost": "red"}
SPARK_STYLES = {"█": "green", "▅": "green", "▂": "yellow", "·": "dim", "×": "red", "?": "red"}
HEADS = ("source", "platform", "rounds", "reached", "post", "due")


def table(
    shown: Sequence[Source], language: str, zone: str, now: datetime, width: int
) -> list[tuple[Text, Text | None]]:
    """The heads, then one line a source; beside it, where it is not well, why."""
    words = WORDS[language]
    rounds = ROUNDS if width >= WIDE else ROUNDS // 2
    first = tuple(Text(words[head], style="dim") for head in HEADS)
    lines = [_cells(source, words, rounds, zone, now) for source in shown]
    widths = [max(line[n].cell_len for line in (first, *lines)) for n in range(len(HEADS))]
    widths[0] = min(widths[0], max(NARROWEST, width - sum(widths[1:]) - 2 * len(HEADS)))
    found: list[tuple[Text, Text | None]] = [(_line(first, widths), None)]
    for source, cells in zip(shown, lines, strict=True):
        colour = _colour(source.condition)
        if source.condition.is_alarm:
            cells[0].stylize(colour)
        told = why(source, language)
        found.append((_line(cells, widths), Text(told, style=colour) if told else None))
    return found


def counted(shown: Sequence[Source], by: str, words: Mapping[str, str]) -> Table:
    """How many sources of each agency or region are well, strange or lost."""
    table = Table(box=None, pad_edge=False)
    table.add_column(words[by], overflow="fold")
    for head in (*GROUPS, "total"):
        table.add_column(words[head], justify="right")
    for bar in bars(shown, lambda s: s.place if by == "agency" else s.region):
        cells = [
            Text(str(count), style=STYLES[group] if count else "dim")
            for group, count in bar.counts.items()
        ]
        table.add_row(Text(bar.label or "-"), *cells, Text(str(bar.total)))
    return table


def summary(shown: Sequence[Source], words: Mapping[str, str]) -> tuple[str, str]:
    """How many need looking after; how many robots.txt refuses, empty for none."""
    ill = sum(source.condition.is_alarm for source in shown)
    refused = sum(source.condition is Condition.REFUSED for source in shown)
    told = words["refused"].format(refused=refused, all=len(shown)) if refused else ""
    return words["summary"].format(ill=ill, all=len(shown)), told


def _cells(
    source: Source, words: Mapping[str, str], rounds: int, zone: str, now: datetime
) -> tuple[Text, ...]:
    return (
        Text(f"{source.label}, {source.place}" if source.place else source.label),
        Text(source.platform),
        _sparks(source, rounds),
        Text(_day(source.last_reached, now, zone) or words["never"]),
        Text(_day(source.last_post, now, zone) or words["never"]),
        Text(_due(source, words, now, zone)),
    )


def _line(cells: Sequence[Text], widths: Sequence[int]) -> Text:
    line = Text()
    for cell, width in zip(cells, widths, strict=True):
        fitted = cell.copy()
        fitted.truncate(width, overflow="ellipsis", pad=True)
        line.append_text(fitted).append("  ")
    line.rstrip()
    return line


def _sparks(source: Source, rounds: int) -> Text:
    signs = [spark(outcome) for outcome in source.outcomes[-rounds:]]
    return Text.assemble(*((sign, SPARK_STYLES[sign]) for sign in signs))


def _colour(condition: Condition) -> str:
    if not condition.is_alarm:
        return "dim"
    return STYLES["strange" if condition.is_reached else "lost"]


def _day(at: datetime | None, now: datetime, zone: str) -> str:
    """`25 Nov`, with the year where it is not this one; empty for never."""
    if at is None:
        return ""
    day, today = local_day(at, zone), local_day(now, zone)
    words = short_day(day)
    return words.rpartition(" ")[0] if day.year == today.year else words


def _due(source: Source, words: Mapping[str, str], now: datetime, zone: str) -> str:
    due = source.next_due
    if due is None:
        return words["unknown"]
    at = f"{_day(due.at, now, zone)} {due.at.astimezone(ZoneInfo(zone)):%H.%M}"
    return f"{at}, {words['set_aside']}: {due.quarantine}" if due.quarantine else at
