"""Configuration and a moment in, every slot watched on that day out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from patroli.config.reading import Config
from patroli.model import Account, Contest, Keyword, Slot, Source, digest


def slots(config: Config, now: datetime) -> tuple[Slot, ...]:
    """Accounts by their watched days, and each keyword in each of its sources.

    A day is the local day of the account or source. A keyword filled in from a contest is looked
    for while the contest is watched, in sources of its region; elsewhere no post of it could
    match.
    """
    accounts = (account_slot(a) for a in config.accounts if _watched(a, _day(now, a.zone)))
    return (*accounts, *_keyword_slots(config, now))


def _day(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def _watched(account: Account, day: date) -> bool:
    last = account.watched_to
    return account.watched_from <= day and (last is None or day <= last)


def account_slot(account: Account) -> Slot:
    """The one slot of an account."""
    return Slot(
        id=digest("slot", account.id, account.platform, account.address, account.selector),
        platform=account.platform,
        address=account.address,
        account_id=account.id,
        keyword_id=None,
        source_id=None,
        query="",
        contains="",
        selector=account.selector,
        region=account.region,
        zone=account.zone,
    )


def _keyword_slots(config: Config, now: datetime) -> Iterator[Slot]:
    sources = {source.id: source for source in config.sources}
    contests = {contest.id: contest for contest in config.contests}
    for keyword in config.keywords:
        contest = contests.get(keyword.contest_id)
        for source_id in dict.fromkeys(keyword.sources):
            source = sources.get(source_id)
            if source and (contest is None or _of_use(contest, source, now)):
                yield _keyword_slot(keyword, source)


def _of_use(contest: Contest, source: Source, now: datetime) -> bool:
    return contest.covers(source.region, _day(now, source.zone))


def _keyword_slot(keyword: Keyword, source: Source) -> Slot:
    by_api = source.searchable and source.platform.searches
    address = source.address
    if source.searchable and not by_api:
        address = address.replace("{query}", quote(keyword.text, safe=""))
    return Slot(
        id=digest("slot", source.id, source.platform, source.address, keyword.id),
        platform=source.platform,
        address=address,
        account_id=None,
        keyword_id=keyword.id,
        source_id=source.id,
        query=keyword.text if by_api else "",
        contains="" if source.searchable else keyword.text,
        selector="",
        region=source.region,
        zone=source.zone,
    )
