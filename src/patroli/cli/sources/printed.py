"""What was made of sources in, printed for people out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from rich.padding import Padding
from rich.text import Text

from patroli.cli.shown import OUT
from patroli.cli.sources.table import counted, summary, table
from patroli.cli.sources.words import SHORTEST, WORDS
from patroli.sources import Matter, Source
from patroli.sources.picture import local_day
from patroli.sources.question_words import ADVICE, TITLES, reason
from patroli.wording import short_day


def print_sources(shown: Sequence[Source], language: str, zone: str, now: datetime) -> None:
    """One line a source; below it, where it needs looking after or is not read, why."""
    for line, told in table(shown, language, zone, now, OUT.width):
        OUT.print(line, no_wrap=True, overflow="ellipsis", crop=True)
        if told is not None:
            OUT.print(Padding(told, (0, 0, 0, 4)))


def print_nothing(
    history: Path, looking_back: timedelta, now: datetime, zone: str, language: str
) -> None:
    """That no round is known of, and where and when one was looked for."""
    words = WORDS[language]["no_round"]
    day = short_day(local_day(now, zone))
    told = words.format(history=history, days=looking_back.days, day=day)
    OUT.print(told, markup=False, soft_wrap=True)


def print_counts(shown: Sequence[Source], by: str, language: str) -> None:
    OUT.print(counted(shown, by, WORDS[language]))


def print_summary(shown: Sequence[Source], language: str) -> None:
    ill, refused = summary(shown, WORDS[language])
    OUT.print(ill, style="bold")
    if refused:
        OUT.print(refused)


def print_questions(matters: Sequence[Matter], language: str) -> None:
    words = WORDS[language]
    if not matters:
        OUT.print(words["none"], style="dim")
        return
    OUT.print(f"\n{words['questions']}", style="bold")
    for matter in matters:
        question = matter.question
        colour = "red" if question.doubts else "yellow"
        since = f" ({short_day(question.since.date())})" if question.since else ""
        title = f"{question.id[:SHORTEST]}  {TITLES[question.kind][language]}"
        OUT.print(Text.assemble((title, colour), f"  {question.account.holder}{since}"))
        for line in (reason(question, language), ADVICE[question.kind][language], question.url):
            if line:
                OUT.print(Text(f"          {line}"), soft_wrap=True)
