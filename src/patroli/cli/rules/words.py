"""What several commands of `patroli rules` say, in English and Indonesian."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patroli.told import Saying, Told

if TYPE_CHECKING:
    from patroli.history.in_force import Activation

RULES = Saying("{count:,} rules", "{count:,} aturan", one="1 rule")
POSTS = Saying("{count:,} posts", "{count:,} unggahan", one="1 post")
ANSWERED = Saying("in answer to: ", "menjawab: ")
_BACKTEST = Saying("backtest {id}, {days}, {counts}", "uji balik {id}, {days}, {counts}")
_AGAINST = Saying(
    "backtest {id} against {against}, {days}: {counts}",
    "uji balik {id} terhadap {against}, {days}: {counts}",
)
_DAYS = Saying("{first} to {last}", "{first} sampai {last}")
_COUNTS = Saying(
    "{versions:,} versions, {gained:,} gained, {lost:,} lost, {moved:,} moved",
    "{versions:,} versi, {gained:,} bertambah, {lost:,} hilang, {moved:,} berubah tingkat",
)


def proof_words(one: Activation, *, against: bool = False) -> Told:
    """The backtest on which rules were put in force."""
    days = _DAYS(first=str(one.first_day), last=str(one.last_day))
    counts = _COUNTS(
        versions=one.versions or 0, gained=one.gained or 0, lost=one.lost or 0,
        moved=one.moved or 0,
    )  # fmt: skip
    if against:
        return _AGAINST(id=one.backtest[:12], against=one.against[:12], days=days, counts=counts)
    return _BACKTEST(id=one.backtest[:12], days=days, counts=counts)
