"""Configuration in, the posts that a rule should find, or should not, out.

Every form of partiality is planted equally often for every contestant, with its own words for
each, so that a tool which finds more of one side has itself to blame.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import TypeVar

from patroli.config import Config
from patroli.demo.days import DAYS, between, rounds, some_time
from patroli.demo.draft import Draft, Kind, Planted
from patroli.demo.phrases import Writer, names_one, pointing_to, pointing_to_all, sections
from patroli.demo.places import CLOSED, Manner, host_of, manner_of
from patroli.model import Account, Contest, Contestant, Form, Platform, Role

TIMES: dict[str, int] = {
    "F1": 2, "F1 surat pembaca": 1, "F2": 3, "F3": 2, "F4": 3, "F5": 2, "F5 balasan": 2, "F6": 3,
    "F7": 2,
}  # fmt: skip
"""How often each section of `dugaan.txt` is planted for one contestant."""

CAMPAIGN_POSTS = 10
"""Of each contestant, team and party."""

T = TypeVar("T")
_UNREACHABLE = {Manner.REFUSES, Manner.DOWN}


@dataclass(frozen=True, slots=True)
class _Stage:
    """What planting one contest needs at hand."""

    chance: Random
    today: date
    accounts: Sequence[Account]
    contest: Contest
    keys: Iterator[int]

    def writer(self, contestant: Contestant) -> Writer:
        given = pointing_to_all(self.contest) | pointing_to(contestant)
        return Writer(self.chance, given)

    def who(self, *roles: Role) -> list[Account]:
        """Accounts of these roles whose posts can be read from outside."""
        return [
            a
            for a in self.accounts
            if a.role in roles
            and a.watched_to is None
            and a.id not in CLOSED
            and manner_of(host_of(a.address)) not in _UNREACHABLE
        ]

    def draft(self, account: Account | None, text: str, planted: Planted) -> Draft:
        title, bar, body = text.partition(" | ")
        at = some_time(self.chance, self.today)
        key = f"planted-{next(self.keys):04}"
        author = account.holder if account else ""
        if not bar:
            title, body = _title(self.chance, account), text
        return Draft(key, account, author, at, title, body, planted=planted)


def planted_drafts(config: Config, seed: int, today: date) -> list[Draft]:
    """All planted posts of the first contest, in no particular order."""
    chance = Random(f"planted-{seed}-{today}")
    stage = _Stage(chance, today, config.accounts, config.contests[0], count())
    campaign = list(_campaign(stage))
    return [
        *campaign,
        *_endorsements(stage, campaign),
        *_copies(stage),
        *_citizens(stage),
        *_hard_negatives(stage),
    ]


def _title(chance: Random, account: Account | None) -> str:
    if account is None or account.platform is Platform.FEED:
        return ""
    return chance.choice(sections("judul")["umum"])


def _campaign(stage: _Stage) -> Iterator[Draft]:
    """The contestants' own words, the same number from each."""
    for contestant in stage.contest.contestants:
        words = pointing_to(contestant)
        known = {words["name"], words["team"], f"Partai {words['party']}"}
        for account in stage.who(Role.CONTESTANT, Role.TEAM, Role.PARTY):
            if account.holder not in known:
                continue
            for pattern in stage.chance.choices(sections("berita")["peserta"], k=CAMPAIGN_POSTS):
                text = stage.writer(contestant).write(pattern)
                planted = Planted(frozenset({Kind.CAMPAIGN}), None, contestant.id)
                draft = stage.draft(account, text, planted)
                yield replace(draft, at=some_time(stage.chance, stage.today, DAYS, 3))


def _endorsements(stage: _Stage, campaign: Sequence[Draft]) -> Iterator[Draft]:
    """Each section's patterns dealt out to the contestants like cards, then each one's fate."""
    staff = _dealt(stage.chance, stage.who(Role.ASN))
    hidden = iter([a for a in stage.accounts if manner_of(host_of(a.address)) in _UNREACHABLE])
    contestants = stage.contest.contestants
    for section, times in TIMES.items():
        patterns = _dealt(stage.chance, sections("dugaan")[section])
        for contestant in contestants:
            for turn in range(times):
                text = stage.writer(contestant).write(next(patterns))
                planted = Planted(frozenset({Kind.ENDORSEMENT}), Form(section[:2]), contestant.id)
                account = next(hidden, None) if (section, turn) == ("F5", 1) else None
                draft = stage.draft(account or next(staff), text, planted)
                yield _fate(stage, draft, section, turn, campaign)


def _fate(stage: _Stage, draft: Draft, section: str, turn: int, campaign: Sequence[Draft]) -> Draft:
    """What becomes of a planted post: a reply, a letter, edited, deleted, or nothing special."""
    first, second, third = rounds(stage.today)
    early = between(stage.chance, first - timedelta(days=3), first)
    match section, turn:
        case "F5 balasan", _:
            return _reply(stage, draft, campaign)
        case "F1 surat pembaca", _:
            return _letter(stage, draft)
        case "F1", 0:
            before = _harmless(stage.chance)
            edit = (between(stage.chance, first, second), draft.text)
            return _marked(replace(draft, at=early, text=before, edits=(edit,)), Kind.EDITED_IN)
        case "F6", 0:
            edit = (between(stage.chance, second, third), _harmless(stage.chance))
            return _marked(replace(draft, at=early, edits=(edit,)), Kind.EDITED_OUT)
        case "F3", 0:
            gone = between(stage.chance, first, second)
            return _marked(replace(draft, at=early, deleted_at=gone), Kind.DELETED)
        case "F2", 0:
            gone = between(stage.chance, second, third)
            return _marked(replace(draft, at=early, deleted_at=gone), Kind.DELETED)
        case "F4", _:
            return replace(draft, picture=True)
    return draft


def _marked(draft: Draft, kind: Kind) -> Draft:
    if draft.planted is None:
        return draft
    return replace(draft, planted=replace(draft.planted, kinds=draft.planted.kinds | {kind}))


def _harmless(chance: Random) -> str:
    return Writer(chance, {}).write(chance.choice(sections("sehari-hari")["cuaca"]))


def _reply(stage: _Stage, draft: Draft, campaign: Sequence[Draft]) -> Draft:
    """Under a post of the contestant's own account, within a day, where there are replies."""
    about = draft.planted.contestant if draft.planted else ""
    speakers = [a for a in stage.who(Role.ASN) if host_of(a.address) == "lamantelaga.example"]
    parents = [
        p
        for p in campaign
        if p.planted
        and p.planted.contestant == about
        and p.account
        and p.account.role is Role.CONTESTANT
    ]
    if not speakers or not parents:
        return draft
    parent, account = stage.chance.choice(parents), stage.chance.choice(speakers)
    at = between(stage.chance, parent.at, parent.at + timedelta(hours=20))
    reply = replace(draft, account=account, author=account.holder, at=at, title="")
    return _marked(replace(reply, parent=parent.key), Kind.REPLY)


def _letter(stage: _Stage, draft: Draft) -> Draft:
    """A reader's letter in a news site, found by keyword only."""
    papers = [a for a in stage.who(Role.NEWS) if a.platform is Platform.WORDPRESS]
    if not papers:
        return draft
    letter = replace(
        draft, account=papers[0], author="Surat Pembaca", title="Suara warga pekan ini"
    )
    return _marked(letter, Kind.LETTER)


def _copies(stage: _Stage) -> Iterator[Draft]:
    """One text in three accounts for each contestant, nearly the same each time."""
    staff = _dealt(stage.chance, stage.who(Role.ASN))
    patterns = _dealt(stage.chance, sections("dugaan")["salinan"])
    for contestant in stage.contest.contestants:
        text = stage.writer(contestant).write(next(patterns))
        kinds = frozenset({Kind.ENDORSEMENT, Kind.COPY})
        planted = Planted(kinds, Form.F1, contestant.id, f"salinan-{contestant.id}")
        opened = some_time(stage.chance, stage.today, 8, 3)
        for place, variant in enumerate(
            (text, f"{text} 🙏🏽", text.replace(", ", ",  ", 1) + " 🙏")
        ):
            at = opened + timedelta(hours=3 * place, minutes=stage.chance.randrange(50))
            yield replace(stage.draft(next(staff), variant, planted), at=at)


def _citizens(stage: _Stage) -> Iterator[Draft]:
    """Passers-by who are free to support whom they like, one for each contestant."""
    for place, contestant in enumerate(stage.contest.contestants):
        pattern = sections("dugaan")["F1"][place]
        planted = Planted(frozenset({Kind.CITIZEN}), None, contestant.id)
        text = stage.writer(contestant).write(pattern)
        yield replace(stage.draft(None, text, planted), author=PASSERS_BY[place])


PASSERS_BY = (
    "warga.muara",
    "mama_yoke",
    "anak_danau",
    "ojek.tanjung",
    "kios_berkat",
    "tukangperahu",
)
"""Names on the open timeline that belong to nobody."""


def _hard_negatives(stage: _Stage) -> Iterator[Draft]:
    """Posts with the words of partiality and none of it."""
    speakers = {
        "pegawai": stage.who(Role.ASN),
        "berita": stage.who(Role.NEWS),
        "lembaga": [a for a in stage.who(Role.AGENCY) if "Kabupaten" in a.holder],
    }
    turns = _dealt(stage.chance, stage.contest.contestants)
    for section, patterns in sections("alarm-palsu").items():
        accounts = _dealt(stage.chance, speakers[section])
        for pattern in patterns:
            one = names_one(pattern)
            every = one and section == "berita"
            about = stage.contest.contestants if every else (next(turns) if one else None,)
            for contestant in about:
                writer = stage.writer(contestant or stage.contest.contestants[0])
                planted = Planted(
                    frozenset({Kind.HARD_NEGATIVE}), None, contestant.id if contestant else ""
                )
                yield stage.draft(next(accounts), writer.write(pattern), planted)


def _dealt(chance: Random, things: Sequence[T]) -> Iterator[T]:
    """Things in random order, shuffled anew whenever all were given once."""
    while True:
        yield from chance.sample(things, len(things))
