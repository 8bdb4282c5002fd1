"""The history as its callers see it: one door, one method a question, every error translated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import pyarrow as pa

from patroli.history import configured, in_force, matching, queue, repeat
from patroli.history.captures import Key, Tried, kept_pictures, tried_captures
from patroli.history.coverage import Coverage, coverage
from patroli.history.in_force import Activation, KeptBacktest
from patroli.history.load import LoadReport, load
from patroli.history.matched import Matched
from patroli.history.matching import MatchCount
from patroli.history.migrate import begin, migrate, migrations, pending
from patroli.history.names import PossiblyOne, kept_under, possibly_one
from patroli.history.profiles import (
    MetHandle,
    ShownProfile,
    matched_accounts,
    met_handles,
    shown_profiles,
)
from patroli.history.sources import SourceRecord, source_records
from patroli.history.store import MEMORY, connect, translated
from patroli.hold import Hold
from patroli.landing import Batch
from patroli.model import Account, Contest, KeptPicture, Match, QueueItem, Source

T = TypeVar("T")


class History:
    """The open history: this process is the only one that has it. Close it, or use `with`.

    Every method raises HistoryError when the file cannot be read or written.
    """

    def __init__(self, path: Path, wait: float, memory: str) -> None:
        self._path = path
        with translated(f"open {path}"):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._hold = Hold(path, wait)
            try:
                if not path.exists():
                    begin(path)
                self._connection = connect(path, memory=memory)
                migrate(self._connection)
            except BaseException:
                self._hold.release()
                raise

    @classmethod
    def open(cls, path: Path, *, wait: float = 60.0, memory: str = MEMORY) -> Self:
        """Open `path`, made and brought to this program's shape if need be.

        Waits up to `wait` seconds for another process to let go, then raises HistoryLocked with
        that process's name. A history newer than the program is refused. Beyond `memory` it works
        on disk.
        """
        return cls(Path(path), wait, memory)

    @staticmethod
    def pending(path: Path, *, wait: float = 60.0) -> tuple[str, ...]:
        """The names of the steps that opening `path` would take; changes no row."""
        with translated(f"read {path}"):
            if not path.exists():
                return tuple(step.name for step in migrations())
            with Hold(path, wait), connect(path, read_only=True) as connection:
                return tuple(step.name for step in pending(connection))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write everything into the one file and let the next process in."""
        try:
            with translated(f"close {self._path}"):
                self._connection.close()
        finally:
            self._hold.release()

    def load(self, batches: Iterable[Batch], now: datetime) -> LoadReport:
        """Load what is not loaded yet; see `patroli.history.load`."""
        with self._doing("load batches into"):
            return load(self._connection, batches, now)

    def record_configured(self, things: Iterable[configured.Known], now: datetime) -> int:
        """Keep accounts, sources and norms that are new or worded differently."""
        with self._doing("record the configuration in"):
            return configured.record_configured(self._connection, things, now)

    def possibly_one(self, batches: Sequence[str]) -> tuple[PossiblyOne, ...]:
        """What people brought in these batches that may be a post known under another name."""
        with self._doing("compare posts in"):
            return possibly_one(self._connection, batches)

    def under_kept_ids(self, keyed: Mapping[tuple[str, str], T]) -> dict[tuple[str, str], T]:
        """What is kept elsewhere by post id and version, by the id the post is kept under here.

        A history that was built again may have met a post under another of its names first.
        """
        with self._doing("read names of posts from"):
            led = kept_under(self._connection, (post_id for post_id, _ in keyed))
        return {(led.get(post, post), version): one for (post, version), one in keyed.items()}

    def unmatched(
        self,
        rule_set: str,
        *,
        accounts: Iterable[Account] = (),
        sources: Iterable[Source] = (),
        contests: Iterable[Contest] = (),
        rows: int = 50_000,
    ) -> Iterator[pa.RecordBatch]:
        """The versions that `rule_set` has not judged, `rows` at a time.

        Columns: post_id, version, text, parent_text, parent_role, author_role, region, zone,
        published_at, seen_at. Roles follow from what is configured; empty for a stranger.
        """
        with self._doing("read versions from"):
            who = matching.roles(accounts, sources, contests)
            yield from matching.unmatched(self._connection, rule_set, who, rows)

    def record_matches(
        self,
        rule_set: str,
        canonical: str,
        judged: pa.Table | pa.RecordBatch,
        matches: Sequence[Match],
        now: datetime,
        engine: str = "",
    ) -> int:
        """Keep `matches` and that every row of `judged`, a page of `unmatched`, has been judged.

        `engine` names the matching code. Returns how many matches are new.
        """
        with self._doing("record matches in"):
            return matching.record_matches(
                self._connection, rule_set, canonical, judged, matches, now, engine
            )

    def unmatched_count(self, rule_set: str) -> int:
        """How many versions `rule_set` has not judged."""
        with self._doing("count versions in"):
            return matching.count_unjudged(self._connection, rule_set)

    def met_between(
        self,
        since: datetime,
        until: datetime,
        *,
        accounts: Iterable[Account] = (),
        sources: Iterable[Source] = (),
        contests: Iterable[Contest] = (),
        rows: int = 50_000,
    ) -> Iterator[pa.RecordBatch]:
        """The versions met first from `since` to before `until`, judged or not.

        The columns of `unmatched`, then url, owner_role (of the account whose slot met it, or
        empty) and sought (whether a keyword found it).
        """
        with self._doing("read versions from"):
            who = matching.roles(accounts, sources, contests)
            yield from matching.met_between(self._connection, since, until, who, rows)

    def met_count(self, since: datetime, until: datetime) -> int:
        """How many versions were met first in this time."""
        with self._doing("count versions in"):
            return matching.count_met(self._connection, since, until)

    def met_bounds(self) -> tuple[datetime, datetime] | None:
        """When the first and the last version were met for the first time; None without any."""
        with self._doing("read versions from"):
            return matching.met_bounds(self._connection)

    def sample_texts(self, count: int) -> tuple[str, ...]:
        """Texts of so many versions, always the same ones."""
        with self._doing("read versions from"):
            return matching.sample_texts(self._connection, count)

    def activations(self) -> tuple[Activation, ...]:
        """Every activation of a rule set, in order; the last one is in force."""
        with self._doing("read activations from"):
            return in_force.activations(self._connection)

    def activate(
        self,
        rule_set: str,
        canonical: str,
        *,
        against: str,
        backtest: str,
        made_by: str,
        because: str,
        now: datetime,
    ) -> Activation:
        """Put a rule set in force; `against` must be the one that is, or empty for the first."""
        with self._doing("record an activation in"):
            return in_force.activate(
                self._connection, rule_set, canonical,
                against=against, backtest=backtest, made_by=made_by, because=because, now=now,
            )  # fmt: skip

    def rule_set_text(self, begins: str) -> tuple[str, str]:
        """Hash and canonical text of the stored rule set whose hash begins so, else BadInput."""
        with self._doing("read rule sets from"):
            return in_force.rule_set_text(self._connection, begins)

    def last_used(self) -> str:
        """The rule set that judged last; empty for none."""
        with self._doing("read rule sets from"):
            return in_force.last_used(self._connection)

    def record_backtest(self, made: KeptBacktest, texts: Mapping[str, str]) -> None:
        """Keep a backtest once, with the canonical texts of the rule sets it compared, by hash."""
        with self._doing("record a backtest in"):
            in_force.record_backtest(self._connection, made, texts)

    def backtests(self, rule_set: str, against: str) -> tuple[KeptBacktest, ...]:
        """Every backtest of one rule set against another, newest first."""
        with self._doing("read backtests from"):
            return in_force.backtests(self._connection, rule_set, against)

    def match_ids(self, begins: str = "", sample: int | None = None) -> dict[str, tuple[str, ...]]:
        """Ids of recorded matches that begin so, by rule set; at most `sample` of them."""
        with self._doing("read matches from"):
            return repeat.match_ids(self._connection, begins, sample)

    def kept_matches(self, ids: Sequence[str]) -> pa.Table:
        """These matches with all that they rest on; see `patroli.history.repeat`."""
        with self._doing("read matches from"):
            return repeat.kept_matches(self._connection, ids)

    def match_counts(self, rule_set: str) -> tuple[MatchCount, ...]:
        """How often each rule holds, for each contestant and tier."""
        with self._doing("count matches in"):
            return matching.counts(self._connection, rule_set)

    def queue_inputs(self, rule_set: str, decided: pa.Table | None = None) -> tuple[Matched, ...]:
        """Every matched version without those in `decided` (post_id, version), oldest first."""
        with self._doing("read matches from"):
            return queue.queue_inputs(self._connection, rule_set, decided)

    def tried_captures(self) -> Mapping[Key, Tried]:
        """Every image and page look that was tried to be kept."""
        with self._doing("read captures from"):
            return tried_captures(self._connection)

    def kept_pictures(self, keys: Iterable[tuple[str, str]]) -> tuple[KeptPicture, ...]:
        """Pictures of these versions (post id, version), and those that they were typed from."""
        with self._doing("read captures from"):
            return kept_pictures(self._connection, keys)

    def coverage(self, rule_set: str, since: datetime, until: datetime) -> Coverage:
        """How every slot fared that was due in this time, answered or not."""
        with self._doing("read coverage from"):
            return coverage(self._connection, rule_set, since, until)

    def source_records(
        self, since: datetime, until: datetime, habit: timedelta
    ) -> tuple[SourceRecord, ...]:
        """Every slot due in this time: how its rounds ended, and its newest `habit` of posts."""
        with self._doing("read sources from"):
            return source_records(self._connection, since, until, habit)

    def shown_profiles(self, until: datetime) -> tuple[ShownProfile, ...]:
        """What platforms showed of accounts, one row a change, in the order of time."""
        with self._doing("read profiles from"):
            return shown_profiles(self._connection, until)

    def met_handles(self, until: datetime) -> tuple[MetHandle, ...]:
        """Everybody met by a handle who is not the account asked."""
        with self._doing("read authors from"):
            return met_handles(self._connection, until)

    def matched_accounts(self, rule_set: str) -> dict[str, int]:
        """How many posts of each account the rule set matched."""
        with self._doing("count matches in"):
            return matched_accounts(self._connection, rule_set)

    def record_queue(
        self,
        day: date,
        rule_set: str,
        items: Sequence[QueueItem],
        waiting: Sequence[QueueItem],
        now: datetime,
    ) -> str:
        """Keep the day's items; the queue's id. The same queue again changes nothing."""
        with self._doing("record the queue in"):
            return queue.record_queue(self._connection, day, rule_set, items, waiting, now)

    def item_members(self, item: str) -> dict[str, tuple[tuple[str, str], ...]]:
        """Post id and version of all that an item holds; `item` may be the start of its id."""
        with self._doing("read queue items from"):
            return queue.item_members(self._connection, item)

    def export_queue(self, path: Path, tables: Mapping[str, pa.Table]) -> None:
        """Write `tables` as a DuckDB file of their own: whole, or not there at all."""
        with translated(f"write {path}"):
            queue.export_queue(path, tables)

    def _doing(self, what: str) -> AbstractContextManager[None]:
        return translated(f"{what} {self._path}")
