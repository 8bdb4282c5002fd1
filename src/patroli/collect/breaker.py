"""How a host fared in earlier rounds in, whether it is asked, tried once or let be out.

A host that was silent, late or blocking in several rounds is a host that nobody should go on
knocking at (Nygard, "Release It!": circuit breaker). It is tried with one request after pauses
that grow, and asked as usual from its first answer on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from patroli.clock import Clock
from patroli.collect.budget import Refusal, Rows
from patroli.model import Outcome

OPENS_AFTER = 3
"""Failed rounds in a row after which a host is only tried."""
MANY = 3
"""So many silent hosts and no other are a network of ours that is down."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(hours=3), timedelta(hours=24)
"""Between two tries; doubled after each that fails, up to a day."""


class Stance(Enum):
    """How a host is met."""

    FREE = "asked as usual"
    PROBE = "tried with one request"
    SHUT = "not asked"


@dataclass(frozen=True, slots=True)
class Circuit:
    """A host that failed in its last rounds: how often, since when, how."""

    failures: int
    since: datetime
    next_probe: datetime
    outcome: Outcome
    detail: str

    @property
    def is_open(self) -> bool:
        return self.failures >= OPENS_AFTER


def stance(circuit: Circuit | None, now: datetime) -> Stance:
    """How to meet a host now."""
    if circuit is None or not circuit.is_open:
        return Stance.FREE
    return Stance.PROBE if now >= circuit.next_probe else Stance.SHUT


def failed(before: Circuit | None, now: datetime, outcome: Outcome, detail: str) -> Circuit:
    """The host failed in one more round."""
    failures = before.failures + 1 if before else 1
    tries = failures - OPENS_AFTER
    pause = timedelta() if tries < 0 else min(FIRST_PAUSE * 2 ** min(tries, 10), LONGEST_PAUSE)
    since = before.since if before else now
    return Circuit(failures, since, now + pause, outcome, detail)


class Breaker:
    """The circuits of one round's hosts, each read once and kept when the round is over."""

    def __init__(self, memory: Rows, clock: Clock) -> None:
        self._memory, self._clock = memory, clock
        self._circuits: dict[str, Circuit | None] = {}
        self._failed: set[str] = set()
        self._anybody = False

    def stance(self, host: str) -> Stance:
        return stance(self._circuit(host), self._clock())

    def refusal(self, host: str) -> Refusal | None:
        """Why a host is not asked at all now, or None."""
        circuit = self._circuit(host)
        if circuit is None or stance(circuit, self._clock()) is not Stance.SHUT:
            return None
        told = (
            f"{host} failed in {circuit.failures} rounds since {_told(circuit.since)} "
            f"({circuit.detail}); one request tries it again after {_told(circuit.next_probe)}"
        )
        return Refusal(circuit.outcome, told, circuit.next_probe)

    def failed(self, host: str, outcome: Outcome, detail: str) -> None:
        """The host was silent, late or blocking: counted once a round."""
        if host not in self._failed:
            self._circuits[host] = failed(self._circuit(host), self._clock(), outcome, detail[:300])
            self._failed.add(host)

    def answered(self, host: str, *, unblocked: bool = False) -> None:
        """The host answered. One that blocked has answered only when it let somebody in."""
        self._anybody = True
        circuit = self._circuit(host)
        if circuit is None or (circuit.outcome is Outcome.BLOCKED and not unblocked):
            return
        self._circuits[host] = None
        self._failed.discard(host)
        with self._memory.changing() as change:
            change("close_circuit", {"host": host})

    def keep(self) -> None:
        """The round is over. Where many were asked and nobody answered, the fault was ours."""
        if len(self._failed) >= MANY and not self._anybody:
            return
        with self._memory.changing() as change:
            for host in sorted(self._failed):
                circuit = self._circuits[host]
                assert circuit is not None  # noqa: S101 - it failed
                change("put_circuit", {"host": host, **_values(circuit)})

    def _circuit(self, host: str) -> Circuit | None:
        if host not in self._circuits:
            rows = self._memory.rows("circuit", {"host": host})
            self._circuits[host] = _circuit(*rows[0]) if rows else None
        return self._circuits[host]


def _circuit(failures: object, since: str, probe: str, outcome: str, detail: str) -> Circuit:
    began, again = map(datetime.fromisoformat, (since, probe))
    return Circuit(int(str(failures)), began, again, Outcome(outcome), detail)


def _values(circuit: Circuit) -> dict[str, object]:
    return {
        "failures": circuit.failures,
        "failing_since": _text(circuit.since),
        "next_probe": _text(circuit.next_probe),
        "outcome": circuit.outcome.value,
        "detail": circuit.detail,
    }


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _told(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}Z"
