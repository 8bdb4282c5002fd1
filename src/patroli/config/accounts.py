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
    ids = Seen("id")
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
        found = f"{last} before watched_from {account.watched_from}"
        yield located.complain(("watched_to",), found, "a day not before it")
    for column in ("position", "agency"):
        if account.role is Role.ASN and not getattr(account, column):
            yield located.complain((column,), "an empty cell", f"the {column} of the civil servant")
    if not is_account(account.platform, account.address):
        example = PLACES[account.platform].example or "another platform: this one has no accounts"
        yield located.complain(("address",), repr(account.address), f"an address as {example}")
    if account.selector and account.platform is not Platform.PAGE:
        found = f"a selector on a {account.platform.value}"
        yield located.complain(("selector",), found, "a selector on a page only")


def _twice(
    located: Located, account: Account, others: list[tuple[Account, Located]]
) -> Iterator[Complaint]:
    """The same place may be watched again later, not twice on one day."""
    for other, there in others:
        before, after = sorted((other, account), key=lambda a: a.watched_from)
        if before.watched_to is None or after.watched_from <= before.watched_to:
            found = f"the address of {other.id!r} again (in {there.file}:{there.line(())})"
            yield located.complain(("address",), found, "each address once at a time")
            return
