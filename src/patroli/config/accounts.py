"""accounts/*.csv: the watch list, one public account a row.

The columns, all of them in every file, in any order:

    id            short name, small letters, digits and dashes; never changes
    holder        whose account it is
    role          asn, contestant, team, party, news or agency
    position      the holder's office (may be empty except for asn)
    agency        the holder's agency (may be empty except for asn)
    region        region code NN, NN.NN or NN.NN.NN of where the holder serves
    zone          Asia/Jakarta, Asia/Makassar or Asia/Jayapura
    platform      feed, page, wordpress, telegram, youtube, bluesky, mastodon; x, facebook,
                  instagram, threads with the operator's own key; tiktok from imported files only
    address       http(s) address of the feed, the page, the WordPress site or the profile as a
                  browser shows it; feed: a site's own address will do; page: that of a sitemap
                  or of robots.txt stands for the pages it names (docs/sources.md)
    selector      page only: CSS selector of the posts in the page (may be empty)
    proof         why this account is taken to be this holder's
    confidence    sure, likely or unsure
    reason        why it is watched
    watched_from  day, such as 2029-06-01
    watched_to    last day (may be empty)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from patroli.config.located import Model, validate
from patroli.config.places import PLACES, is_account
from patroli.config.tree import Located
from patroli.config.unique import Seen
from patroli.config.values import Address, Day, Id, Region, Text, Zone
from patroli.errors import Complaint
from patroli.model import Account, Confidence, Platform, Role
from patroli.sayings import of_files as say
from patroli.sayings import of_lists as lists
from patroli.told import as_it_is


class AccountRow(Model):
    """One row of the watch list; an empty cell is None."""

    id: Id
    holder: Text
    role: Role
    position: Text | None
    agency: Text | None
    region: Region
    zone: Zone
    platform: Platform
    address: Address
    selector: Text | None
    proof: Text
    confidence: Confidence
    reason: Text
    watched_from: Day
    watched_to: Day | None


COLUMNS = tuple(AccountRow.model_fields)


def read_accounts(rows: Iterable[Located]) -> tuple[tuple[Account, ...], tuple[Complaint, ...]]:
    """The accounts of all rows of all files, and every complaint."""
    accounts: list[Account] = []
    complaints: list[Complaint] = []
    ids = Seen(say.KIND_ID())
    places: dict[tuple[str, str], list[tuple[Account, Located]]] = {}
    for located in rows:
        complaints += ids.add(located, ("id",))
        row, wrong = validate(AccountRow, located)
        complaints += (c for c in wrong if c.where in located.data)
        if row is None:
            continue
        account = _account(row)
        accounts.append(account)
        complaints += _row(located, account)
        same = places.setdefault((account.address, account.selector), [])
        complaints += _twice(located, account, same)
        same.append((account, located))
    return tuple(accounts), tuple(complaints)


def _account(row: AccountRow) -> Account:
    values = dict(row)
    for column in ("position", "agency", "selector"):
        values[column] = values[column] or ""
    return Account(**values)


def _row(located: Located, account: Account) -> Iterator[Complaint]:
    last = account.watched_to
    if last and last < account.watched_from:
        found = say.BEFORE_ITS_START(last=last, key="watched_from", first=account.watched_from)
        yield located.complain(("watched_to",), found, say.NOT_BEFORE())
    for column in ("position", "agency"):
        if account.role is Role.ASN and not getattr(account, column):
            expected = lists.COLUMN_OF_ASN(column=column)
            yield located.complain((column,), say.EMPTY_CELL(), expected)
    if not is_account(account.platform, account.address):
        example = PLACES[account.platform].example
        expected = lists.ADDRESS_AS(example=example) if example else lists.ADDRESS_ELSEWHERE()
        yield located.complain(("address",), as_it_is(repr(account.address)), expected)
    if account.selector and account.platform is not Platform.PAGE:
        found = lists.SELECTOR_ON(platform=account.platform.value)
        yield located.complain(("selector",), found, lists.SELECTOR_ON_PAGE())


def _twice(
    located: Located, account: Account, others: list[tuple[Account, Located]]
) -> Iterator[Complaint]:
    """The same place may be watched again later, not twice on one day."""
    for other, there in others:
        before, after = sorted((other, account), key=lambda a: a.watched_from)
        if before.watched_to is None or after.watched_from <= before.watched_to:
            place = f"{there.file}:{there.line(())}"
            found = lists.ADDRESS_AGAIN(id=other.id, place=place)
            yield located.complain(("address",), found, lists.ADDRESS_ONCE())
            return
