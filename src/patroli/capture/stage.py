"""One stage: read what is flagged, decide what to keep, ask and draw, land, report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC

from patroli import candidates
from patroli.capture.browser import find_chromium
from patroli.capture.images import Parts, keep_images
from patroli.capture.looks import keep_looks
from patroli.capture.wanted import IMAGE, SCREENSHOT, Want, wanted
from patroli.clock import Clock
from patroli.collect import StateStore
from patroli.collect.client import Connect, WebClient
from patroli.decisions import ReviewLog
from patroli.history import History
from patroli.judging import rules_in_force
from patroli.landing import BatchWriter
from patroli.model import Capture, digest
from patroli.report import Row, StageReport
from patroli.workspace import Workspace

AT_ONCE = 40
"""Things that land in one batch: so much a killed run loses at most."""


@dataclass(frozen=True, slots=True)
class Means:
    """With what images are asked for and pages are drawn."""

    connect: Connect
    browser: str | None


def capture(
    place: Workspace,
    clock: Clock,
    *,
    connect: Connect = WebClient,
    find_browser: Callable[[], str | None] = find_chromium,
) -> StageReport:
    """Keep images and page looks of flagged posts that nobody has decided.

    What is kept is known to the history after the next load. Raises LandingError when a batch
    cannot be written; nothing else that goes wrong is an error.
    """
    settings = place.config.settings.capture
    if not (settings.images or settings.screenshots):
        return StageReport("capture", notes=("is off: see capture in patroli.yaml",))
    wants = _wants(place, clock)
    kept: list[Capture] = []
    means = Means(connect, find_browser())
    for first in range(0, len(wants), AT_ONCE):
        kept += _land(place, wants[first : first + AT_ONCE], clock, means)
    outcomes = Counter((one.kind, one.outcome.value) for one in kept)
    rows: list[Row] = [
        {"kind": kind, "outcome": outcome, "count": count}
        for (kind, outcome), count in sorted(outcomes.items())
    ]
    why = Counter(one.detail for one in kept if one.detail and not one.body_sha256)
    notes = tuple(f"{count} not kept: {detail}" for detail, count in why.most_common(5))
    return StageReport("capture", {"asked": len(wants), **_kept(kept)}, {"kept": rows}, notes)


def _wants(place: Workspace, clock: Clock) -> Sequence[Want]:
    """Decided with the history open; it is closed again before anything is asked."""
    decided = ReviewLog(place.review_log).decided()
    with History.open(place.history) as history:
        rules = rules_in_force(history, place, clock()).rules
        found = candidates.queued(candidates.in_force(history.queue_inputs(rules.hash), rules))
        return wanted(found, decided, history.tried_captures(), place.config.settings.capture)


def _land(place: Workspace, wants: Sequence[Want], clock: Clock, means: Means) -> Sequence[Capture]:
    now = clock()
    run_id = digest("capture", now.isoformat(), *(f"{w.post_id} {w.url}" for w in wants))
    day, name = now.astimezone(UTC).date(), f"capture-{run_id}"
    with BatchWriter(place.landing, day, name, created=now) as batch:
        kept = list(_all(place, wants, batch, run_id, clock, means))
        batch.add(captures=kept)
    return kept


def _all(
    place: Workspace,
    wants: Sequence[Want],
    batch: BatchWriter,
    run_id: str,
    clock: Clock,
    means: Means,
) -> Iterator[Capture]:
    settings = place.config.settings
    images = [want for want in wants if want.kind == IMAGE]
    if images:
        with StateStore(place.state) as state:
            yield from keep_images(
                images, Parts(settings, state, clock, batch, run_id, means.connect)
            )
    looks = [want for want in wants if want.kind == SCREENSHOT]
    seconds = settings.capture.seconds
    yield from keep_looks(looks, place.landing, batch, clock, seconds, means.browser)


def _kept(captures: Sequence[Capture]) -> dict[str, int]:
    kept = Counter(one.kind for one in captures if one.body_sha256)
    return {"images kept": kept[IMAGE], "screenshots kept": kept[SCREENSHOT]}
