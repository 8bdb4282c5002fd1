"""One plain function a stage: read, call pure code, write, report.

::

    plan_round → collect_batch … → collected     config, round state → landing
    load                                         landing → history
    match                                        history, rules → history
    queue                                        history, review log → queue of the day
    publish                                      history → snapshot
    maintain                                     sweep, prune, verify

Stages know nothing of each other: what one leaves, the next finds as data. Each may be killed and
run again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from patroli import candidates
from patroli.audit import prune_snapshots, publish_snapshot
from patroli.clock import Clock
from patroli.collect import Round, StateStore, land_plan
from patroli.collect import collect_batch as ask_batch
from patroli.collect import plan_round as plan
from patroli.collect.budget import spending
from patroli.collect.watched import watched_on
from patroli.config.slots import slots as watched_slots
from patroli.decisions import ReviewLog
from patroli.errors import LandingError
from patroli.history import History
from patroli.history.matching import MatchCount
from patroli.judging import engine_mark, rules_in_force, texts_of
from patroli.landing import list_batches, sweep, verify_batch
from patroli.model import LedgerEntry, Outcome, Slot, Tier
from patroli.queueing import plan_queue, write_queue
from patroli.queueing.arrow import arrow_tables
from patroli.queueing.write import list_queues, read_manifest
from patroli.report import Cell, Row, StageReport, Watch
from patroli.sources import cautions
from patroli.watching import Health, health, write_health
from patroli.workspace import Workspace

EVER = datetime(1970, 1, 1, tzinfo=UTC)
SNAPSHOTS_KEPT = 30
STATE_KEPT = timedelta(days=180)
JUDGED_AT_ONCE = 50_000
"""Versions that are judged and recorded before the next are read."""


def unwatched(what: str, done: int, total: int) -> None:
    """The `Watch` of a stage that nobody looks at."""


def plan_round(place: Workspace, now: datetime) -> Round:
    """Which slots are due, in batches that share no host; lands the plan."""
    with StateStore(place.state) as state:
        round_ = plan(watched_slots(place.config, now), state, place.config.settings, now)
    land_plan(round_, place.landing)
    return round_


def collect_batch(
    place: Workspace,
    round_: Round,
    slots: tuple[Slot, ...],
    clock: Clock,
    watch: Watch = unwatched,
) -> StageReport:
    """Ask these slots, land what they answered, then move the round state on.

    Raises LandingError when the batch could not be landed; the state then stands where it was.
    """
    with StateStore(place.state) as state:
        report = ask_batch(
            slots,
            round_,
            settings=place.config.settings,
            state=state,
            landing_root=place.landing,
            clock=clock,
            progress=lambda done, total, host: watch(f"asking {host}", done, total),
            watched=watched_on(place.config.accounts, round_.planned_at),
        )
        budgets = spending(place.config.settings, state, clock())
    names = {slot.id: slot.address for slot in slots}
    return _outcomes(report.entries, names, budgets)


def collected(round_: Round, reports: Iterable[StageReport]) -> StageReport:
    """The round as a whole, from the reports of its batches."""
    counts: Counter[str] = Counter()
    missed: list[Row] = []
    budgets: dict[tuple[Cell, Cell], Row] = {}
    for report in reports:
        counts.update(report.counts)
        missed += report.tables["not-reached"]
        for row in report.tables.get("budgets", ()):
            place = (row["budget"], row["period"])
            budgets[place] = max(row, budgets.get(place, row), key=lambda row: row["spent"])
    due = sum(len(batch) for batch in round_.batches)
    answered = sum(counts[outcome] for outcome in Outcome)
    notes = (f"{due - answered} of {due} due slots were never answered",) if answered < due else ()
    outcomes: list[Row] = [
        {"outcome": outcome.value, "slots": counts[outcome]}
        for outcome in Outcome
        if counts[outcome]
    ]
    tables = {"outcomes": outcomes, "not-reached": missed}
    if budgets:
        tables["budgets"] = list(budgets.values())
    totals = {"due": due, **{what: counts[what] for what in ("fetches", "posts")}}
    return StageReport("collect", totals, tables, notes)


def load(place: Workspace, now: datetime, watch: Watch = unwatched) -> StageReport:
    """Append every landed batch that is not loaded yet, and the watch list as it is configured."""
    sweep(place.landing)
    batches = list_batches(place.landing)
    config = place.config
    with History.open(place.history) as history:
        history.record_configured((*config.accounts, *config.sources, *config.law), now)
        report = history.load(batches, now)
        found = health(place, history, now)
    watch("loading", len(batches), len(batches))
    counts = {"batches": len(report.loaded), "batches loaded before": len(report.already)}
    notes = [f"batch {refused.batch} refused: {refused.reason}" for refused in report.refused]
    rows: list[Row] = [{"table": name, "new rows": n} for name, n in report.rows.items()]
    return StageReport("load", counts, {"rows": rows}, (*notes, *found.notes()))


def match(place: Workspace, now: datetime, watch: Watch = unwatched) -> StageReport:
    """Judge every version that the rule set in force has not judged.

    Each batch is recorded before the next is read, so a killed run is simply run again.
    """
    config = place.config
    judged = kept = 0
    with History.open(place.history) as history:
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
        for batch in batches:
            found = force.matcher.match(texts_of(batch))
            kept += history.record_matches(
                rules.hash, rules.canonical, batch, found, now, engine_mark()
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
    decided = ReviewLog(place.review_log).decided()
    before = _made_before(place.queues, day)
    with History.open(place.history) as history:
        force = rules_in_force(history, place, now)
        rules = force.rules
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


def _outcomes(
    ledger: Iterable[LedgerEntry], addresses: dict[str, str], budgets: list[Row]
) -> StageReport:
    counts: Counter[str] = Counter()
    missed: list[Row] = []
    for entry in ledger:
        counts[entry.outcome.value] += 1
        counts["fetches"] += entry.fetches
        counts["posts"] += entry.posts
        if not entry.outcome.reached:
            address = addresses.get(entry.slot_id, entry.slot_id)
            missed.append(
                {"address": address, "outcome": entry.outcome.value, "detail": entry.detail}
            )
    return StageReport("collect", counts, {"not-reached": missed, "budgets": budgets})


def _made_before(queues: Path, day: date) -> datetime | None:
    """When the newest queue of an earlier day was made."""
    if not queues.is_dir():
        return None
    manifests = [read_manifest(folder) for folder in list_queues(queues)]
    made = [m["made_at"] for m in manifests if date.fromisoformat(m["day"]) < day]
    return datetime.fromisoformat(made[-1]) if made else None
