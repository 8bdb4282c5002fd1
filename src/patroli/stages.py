"""One plain function a stage: read, call pure code, write, report.

::

    plan_round → collect_round                   config, round state → landing
    load                                         landing → history
    match                                        history, rules → history
    queue                                        history, review log → queue of the day
    publish                                      history → snapshot
    maintain                                     sweep, prune, verify

Stages know nothing of each other: what one leaves, the next finds as data. Each may be killed and
run again.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from patroli import candidates
from patroli.audit import prune_snapshots, publish_snapshot
from patroli.clock import Clock
from patroli.collect import Done, Round, Setting, StateStore, land_plan
from patroli.collect import collect_round as ask_round
from patroli.collect import plan_round as plan
from patroli.collect.budget import spending
from patroli.collect.watched import watched_on
from patroli.config.slots import slots as watched_slots
from patroli.decisions import ReviewLog
from patroli.errors import LandingError
from patroli.history import History
from patroli.history.matching import MatchCount
from patroli.history.store import LESS_MEMORY
from patroli.judging import engine_mark, rules_in_force, texts_of
from patroli.landing import list_batches, sweep, verify_batch
from patroli.match import Texts, Workers
from patroli.model import LedgerEntry, Outcome, Tier
from patroli.queueing import illustrated, pictures_of, plan_queue, write_queue
from patroli.queueing.arrow import arrow_tables
from patroli.queueing.write import list_queues, read_manifest
from patroli.report import Row, StageReport, Watch
from patroli.sources import cautions
from patroli.watching import Health, health, write_health
from patroli.workspace import Workspace

EVER = datetime(1970, 1, 1, tzinfo=UTC)
SNAPSHOTS_KEPT = 30
STATE_KEPT = timedelta(days=180)
JUDGED_AT_ONCE = 20_000
"""Versions that are judged and recorded before the next are read."""


def unwatched(what: str, done: int, total: int) -> None:
    """The `Watch` of a stage that nobody looks at."""


def plan_round(place: Workspace, now: datetime) -> Round:
    """Which slots are due, in batches; lands the plan."""
    config = place.config
    with StateStore(place.state) as state:
        round_ = plan(watched_slots(config, now), state, config.settings, now, config.contests)
        land_plan(round_, place.landing, state)
    return round_


def collect_round(
    place: Workspace, round_: Round, clock: Clock, watch: Watch = unwatched
) -> StageReport:
    """Ask the slots of a round, land what they answered batch by batch, move the state on.

    Killed, it is simply run again. Raises LandingError when a batch could not be landed; what was
    landed before stays, and the round state is never ahead of it.
    """

    def progress(done: Done) -> None:
        watch("hosts", done.hosts, done.hosts_of)
        watch("slots", done.slots, done.slots_of)
        watch("posts", done.posts, 0)

    with StateStore(place.state) as state:
        reports = ask_round(
            round_,
            Setting(
                settings=place.config.settings,
                state=state,
                landing_root=place.landing,
                clock=clock,
                contests=place.config.contests,
                progress=progress,
                watched=watched_on(place.config.accounts, round_.planned_at),
            ),
        )
        budgets = spending(place.config.settings, state, clock())
    entries = [entry for report in reports for entry in report.entries]
    return _collected(round_, entries, budgets)


def retry(place: Workspace, name: str, now: datetime) -> int:
    """Make the slots of an account, a keyword or a slot id due now; how many there were."""
    ids = {
        slot.id
        for slot in watched_slots(place.config, now)
        if name in (slot.id, slot.account_id, slot.keyword_id)
    }
    with StateStore(place.state) as state:
        return sum(state.retry(slot_id) for slot_id in sorted(ids))


def load(place: Workspace, now: datetime, watch: Watch = unwatched) -> StageReport:
    """Append every landed batch that is not loaded yet, and the watch list as it is configured."""
    sweep(place.landing)
    batches = list_batches(place.landing)
    config = place.config
    with History.open(place.history) as history:
        history.record_configured((*config.accounts, *config.sources, *config.law), now)
        report = history.load(batches, now)
        alike = history.possibly_one(report.loaded)
        found = health(place, history, now)
    watch("loading", len(batches), len(batches))
    counts = {"batches": len(report.loaded), "batches loaded before": len(report.already)}
    notes = [f"batch {refused.batch} refused: {refused.reason}" for refused in report.refused]
    rows: list[Row] = [{"table": name, "new rows": n} for name, n in report.rows.items()]
    tables = {"rows": rows}
    if alike:
        notes.append(f"possibly one post: {len(alike)} pairs; compare their addresses")
        tables["possibly-one"] = [asdict(pair) for pair in alike]
    return StageReport("load", counts, tables, (*notes, *found.notes()))


def match(
    place: Workspace, now: datetime, watch: Watch = unwatched, processes: int = 1
) -> StageReport:
    """Judge every version that the rule set in force has not judged.

    Batch by batch is recorded in order, so a killed run is simply run again; with more processes a
    few batches are read ahead. Raises MatchError when a process is ended from outside.
    """
    config = place.config
    judged = kept = 0
    with History.open(place.history, memory=LESS_MEMORY) as history:
        force = rules_in_force(history, place, now)
        rules = force.rules
        total = history.unmatched_count(rules.hash)
        batches = history.unmatched(
            rules.hash,
            accounts=config.accounts,
            sources=config.sources,
            contests=rules.contests,
            rows=JUDGED_AT_ONCE,
        )
        unrecorded: deque[pa.RecordBatch] = deque()

        def read() -> Iterator[Texts]:
            for batch in batches:
                unrecorded.append(batch)
                yield texts_of(batch)

        # Reading takes longer than matching, and numba 100 MB in every process.
        with Workers(force.matcher, processes, loops=False) as workers:
            for _, found in workers.match_rows(read()):
                batch = unrecorded.popleft()
                matches = [match for _, of_row in found for match in of_row]
                kept += history.record_matches(
                    rules.hash, rules.canonical, batch, matches, now, engine_mark()
                )
                judged += batch.num_rows
                watch("matching", judged, max(judged, total))
        counts = history.match_counts(rules.hash)
    tables = {"rules": _by_rule(counts)}
    counts_now = {"versions": judged, "new matches": kept}
    return StageReport("match", counts_now, tables, force.notes)


def queue(place: Workspace, now: datetime, watch: Watch = unwatched) -> StageReport:
    """Write the queue of the team's local day."""
    config, settings = place.config, place.config.settings
    day = now.astimezone(ZoneInfo(settings.zone)).date()
    before = _made_before(place.queues, day)
    with History.open(place.history) as history:
        force = rules_in_force(history, place, now)
        rules = force.rules
        decided = history.under_kept_ids(ReviewLog(place.review_log).decided())
        matched = candidates.in_force(history.queue_inputs(rules.hash), rules)
        theirs = candidates.queued(matched)
        ledger = history.coverage(rules.hash, before or EVER, now)
        found = health(place, history, now)
        planned = plan_queue(
            candidates.candidates(theirs, config, cautions(found.matters)),
            decided=decided,
            coverage=candidates.coverage(ledger, config, found, first=before is None),
            day=day,
            zone=settings.zone,
            now=now,
            reviewers=settings.reviewers,
            items_per_reviewer=settings.items_per_reviewer,
            near_duplicate=settings.near_duplicate,
            reference=candidates.reference(config, rules, place.config_hash),
            since={(m.post.id, m.version): m.due_since for m in theirs if m.due_since},
            not_queued=len(matched) - len(theirs),
        )
        leads = {item.members[0] for item in planned.items}
        pictures = pictures_of(history.kept_pictures(leads), place.landing)
        planned = illustrated(planned, pictures)
        history.record_queue(day, rules.hash, planned.items, planned.waiting, now)
        written = write_queue(
            planned,
            place.queues,
            {"queue.duckdb": lambda path: history.export_queue(path, arrow_tables(planned))},
        )
    watch("queueing", len(planned.items), len(planned.items))
    counts = {
        "items": len(planned.items),
        "waiting for another day": len(planned.waiting),
        "versions of contestants, teams, parties and media not queued": len(matched) - len(theirs),
    }
    tiers = Counter(item.tier.value for item in planned.items)
    rows: list[Row] = [{"tier": tier, "items": count} for tier, count in tiers.items()]
    verb = "written" if written.written else "was written before"
    notes = [f"{written.page} {verb}", *force.notes, *found.notes()]
    notes.append(f"{write_health(place, found, now)} written")
    if not ledger.slots:
        notes.append("nothing was collected since the last queue: is the collect flow running?")
    return StageReport("queue", counts, {"tiers": rows, "alarms": found.rows()}, tuple(notes))


def publish(place: Workspace, now: datetime, watch: Watch = unwatched) -> StageReport:
    """Copy the history to a read-only snapshot."""
    snapshot = publish_snapshot(place.history, place.snapshots, now)
    watch("publishing", 1, 1)
    return StageReport("publish", {"snapshots": 1}, notes=(f"{snapshot}",))


def maintain(place: Workspace, now: datetime, watch: Watch = unwatched) -> StageReport:
    """Sweep unfinished leftovers, prune the round state, verify landing and review log."""
    swept = sweep(place.landing)
    with StateStore(place.state) as state:
        pruned = state.prune(now - STATE_KEPT)
    batches = list_batches(place.landing)
    notes: list[str] = []
    for done, batch in enumerate(batches, start=1):
        try:
            verify_batch(batch)
        except LandingError as error:
            notes.append(str(error))
        watch("verifying", done, len(batches))
    if broken := ReviewLog(place.review_log).verify():
        notes.append(f"the review log is broken at event {broken.number}: {broken.why}")
    old = prune_snapshots(place.snapshots, SNAPSHOTS_KEPT)
    counts = {
        "leftovers swept": swept,
        "states pruned": pruned,
        "batches verified": len(batches),
        "snapshots removed": len(old),
    }
    return StageReport("maintain", counts, notes=tuple(notes))


def watch_over(place: Workspace, looking_back: timedelta, now: datetime) -> Health:
    """How every account and keyword fared in so long a time, and what is asked of accounts."""
    with History.open(place.history) as history:
        return health(place, history, now, looking_back)


def _by_rule(counts: Iterable[MatchCount]) -> list[Row]:
    """One row a rule, one column a contestant: an uneven rule is seen at a glance."""
    rows: dict[str, Counter[str]] = {}
    contestants = sorted({count.contestant_id or "-" for count in counts})
    for count in counts:
        row = rows.setdefault(count.rule_id, Counter())
        row[count.contestant_id or "-"] += count.matches
        row["low tier"] += count.matches if count.tier == Tier.LOW else 0
    return [
        {"rule": rule, **{c: row[c] for c in (*contestants, "low tier")}}
        for rule, row in sorted(rows.items())
    ]


def _collected(round_: Round, ledger: Sequence[LedgerEntry], budgets: list[Row]) -> StageReport:
    addresses = {slot.id: slot.address for slot in round_.slots}
    outcomes = Counter(entry.outcome for entry in ledger)
    missed: list[Row] = [
        {"address": addresses[e.slot_id], "outcome": e.outcome.value, "detail": e.detail}
        for e in ledger
        if not e.outcome.reached
    ]
    due = len(round_.slots)
    notes = []
    if len(ledger) < due:
        notes.append(f"{due - len(ledger)} of {due} due slots were never answered")
    over = Counter(one.outcome for one in round_.passed_over)
    if quarantined := over[Outcome.SKIPPED]:
        notes.append(f"{quarantined} slots are in quarantine; see patroli sources")
    if refused := over[Outcome.ROBOTS_REFUSED]:
        notes.append(f"{refused} slots are refused by robots.txt and were not asked")
    if round_.held:
        notes.append(f"{round_.held} due slots are being asked by another collector")
    tables: dict[str, list[Row]] = {
        "outcomes": [{"outcome": o.value, "slots": outcomes[o]} for o in Outcome if outcomes[o]],
        "not-reached": missed,
    }
    if budgets:
        tables["budgets"] = budgets
    totals = {
        "due": due,
        "fetches": sum(entry.fetches for entry in ledger),
        "posts": sum(entry.posts for entry in ledger),
    }
    return StageReport("collect", totals, tables, tuple(notes))


def _made_before(queues: Path, day: date) -> datetime | None:
    """When the newest queue of an earlier day was made."""
    if not queues.is_dir():
        return None
    manifests = [read_manifest(folder) for folder in list_queues(queues)]
    made = [m["made_at"] for m in manifests if date.fromisoformat(m["day"]) < day]
    return datetime.fromisoformat(made[-1]) if made else None
