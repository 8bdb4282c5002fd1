"""A workspace and its history in, how its sources fare and what is asked of its accounts out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from patroli.collect import StateStore
from patroli.collect.fared import Fared
from patroli.decisions import ReviewLog
from patroli.errors import QueueError, in_a_line
from patroli.history import History
from patroli.history.sources import SourceRecord
from patroli.report import Row
from patroli.sources import (
    Condition,
    Matter,
    Next,
    Source,
    judge,
    matters,
    questions,
    render_page,
)
from patroli.sources.words import ENGLISH
from patroli.workspace import Workspace

ROUNDS = timedelta(days=30)
"""So far back rounds are looked at."""
HABITS = timedelta(days=60)
"""So much of what a source posted, counted back from its newest post, tells its habits."""


NAMED = 50
"""So many alarms stand in a report."""


@dataclass(frozen=True, slots=True)
class Health:
    """How every source fares, and every question about an account with its answer."""

    sources: tuple[Source, ...]
    matters: tuple[Matter, ...]

    @property
    def alarms(self) -> tuple[Source, ...]:
        """Sources that need looking after, the worst first."""
        return tuple(source for source in self.sources if source.condition.is_alarm)

    @property
    def refused(self) -> int:
        """How many sources robots.txt closes: not read, and nothing to mend."""
        return sum(source.condition is Condition.REFUSED for source in self.sources)

    @property
    def open(self) -> tuple[Matter, ...]:
        """Questions that nobody has answered."""
        return tuple(matter for matter in self.matters if matter.is_open)

    def notes(self) -> tuple[str, ...]:
        """Sentences that bring what people must know to them, wherever a report is read."""
        notes = []
        if ill := Counter(source.condition for source in self.alarms):
            told = ", ".join(f"{ill[c]} {ENGLISH[c]}" for c in Condition if ill[c])
            notes.append(f"sources that need looking after: {told}; see patroli sources")
        if self.refused:
            told = f"sources that robots.txt refuses, not read: {self.refused}"
            notes.append(f"{told}; see patroli sources")
        if self.open:
            doubted = sum(bool(matter.question.doubts) for matter in self.open)
            of_them = f", {doubted} of them whose the account is" if doubted else ""
            told = f"open questions about accounts: {len(self.open)}{of_them}; see patroli sources"
            notes.append(told)
        return tuple(notes)

    def rows(self) -> list[Row]:
        """The worst alarms as a report's table; all are on the page."""
        return [
            {
                "source": source.label,
                "place": source.place,
                "condition": ENGLISH[source.condition],
                "since": source.since.date().isoformat() if source.since else "",
                "detail": source.detail,
            }
            for source in self.alarms[:NAMED]
        ]


def health(
    place: Workspace, history: History, now: datetime, looking_back: timedelta = ROUNDS
) -> Health:
    """What ledger, posts, profiles, round state and review log tell now."""
    records = history.source_records(now - looking_back, now, HABITS)
    asked = questions(
        place.config.accounts,
        history.shown_profiles(now),
        history.met_handles(now),
        history.matched_accounts(history.last_used()),
        now,
    )
    answers = ReviewLog(place.review_log).answers()
    return Health(judge(_named(place, records), now, _due(place)), matters(asked, answers))


def write_health(place: Workspace, found: Health, now: datetime) -> Path:
    """The page of the team's local day below `data/health/`, whole; a later one replaces it.

    Raises QueueError where the disk does not take it.
    """
    settings = place.config.settings
    day = now.astimezone(ZoneInfo(settings.zone)).date()
    path = place.health / f"{day.isoformat()}.html"
    page = render_page(
        found.sources, found.matters, team=settings.team, zone=settings.zone, now=now
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.part")
        aside.write_text(page, "utf-8")
        aside.replace(path)
    except OSError as error:
        raise QueueError(f"cannot write {path}: {in_a_line(error)}") from error
    return path


def _named(
    place: Workspace, records: Iterable[SourceRecord]
) -> Iterable[tuple[str, str, SourceRecord]]:
    """Each record with the names that people know."""
    keywords = {keyword.id: keyword.text for keyword in place.config.keywords}
    for record in records:
        label = keywords.get(record.keyword_id or "", record.holder or record.account_id or "")
        yield label, record.source_id or record.agency, record


def _due(place: Workspace) -> dict[str, Next]:
    """When each slot is asked again; nothing where there is no round state."""
    if isinstance(place.state, Path) and not place.state.exists():
        return {}
    with StateStore(place.state) as state:
        return {
            slot: Next(due.next_due_at, _set_aside(due.fared)) for slot, due in state.due().items()
        }


def _set_aside(fared: Fared | None) -> str:
    """Since when and why a slot is in quarantine; empty if it is not."""
    if fared is None or fared.quarantined_since is None:
        return ""
    return f"{fared.quarantined_since:%Y-%m-%d}, {fared.why}"
