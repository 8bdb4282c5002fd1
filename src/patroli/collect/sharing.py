"""Asks of slots that watch the same place in, one request for all of them out."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from patroli.collect.client import Fetched, WebClient
from patroli.collect.state import Validators
from patroli.model import Ask, Key, Reading

MAX_BYTES = 8_000_000
"""Most bytes of answers held for other slots of one host."""


@dataclass(slots=True)
class Shared:
    """One fetch and its record, while other slots may want the same."""

    fetched: Fetched
    held: Validators | None
    record_id: str = ""
    has_body: bool = False
    """Whether the record holds the body, so that a re-parse finds it there."""
    times: int = 0
    """For how many asks it has answered."""

    @property
    def size(self) -> int:
        return sum(len(hop.body) + len(hop.wire) for hop in self.fetched.hops)


class Sharing:
    """Ten keywords in one feed are one request: answers of one host, held for a little while."""

    def __init__(self, web: WebClient) -> None:
        self._web = web
        self._place = ""
        self._kept: OrderedDict[tuple[str, str, Key | None], Shared] = OrderedDict()

    def begin(self, address: str) -> None:
        """A slot with this address is next; what slots of another address left is let go."""
        if address != self._place:
            self._kept.clear()
            self._place = address

    async def fetch(self, ask: Ask, held: Validators | None) -> Shared:
        """The answer already here if it serves this slot too, else a new one."""
        key = (ask.url, ask.accept, ask.key)
        found = self._kept.get(key)
        if found is None or not _serves(found, held):
            fetched = await self._web.fetch(ask, held if ask.conditional else None)
            found = self._kept[key] = Shared(fetched, held)
            self._shrink()
        found.times += 1
        return found

    def heard(self, shared: Shared, reading: Reading) -> None:
        """A connector has read the answer; what it cost is settled once, not once a slot."""
        if shared.times == 1:
            self._web.heard(shared.fetched, reading.outcome, reading.spent)

    def _shrink(self) -> None:
        while len(self._kept) > 1 and sum(one.size for one in self._kept.values()) > MAX_BYTES:
            self._kept.popitem(last=False)


def _serves(shared: Shared, held: Validators | None) -> bool:
    """A 304 speaks only to who holds the same body; any other answer to everybody."""
    if not shared.fetched.hops or shared.fetched.hops[-1].status != 304:
        return True
    if held is None or shared.held is None:
        return False
    mine, theirs = (held.body_sha256, held.answered_by), shared.held
    return mine == (theirs.body_sha256, theirs.answered_by)
