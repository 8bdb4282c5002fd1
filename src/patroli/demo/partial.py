"""A plot in, posts of every form of partiality out, equally many for every contestant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

from patroli.demo.days import between, rounds
from patroli.demo.draft import Draft, Kind, Planted
from patroli.demo.phrases import Writer, sections
from patroli.demo.places import host_of, manner_of
from patroli.demo.plot import UNREACHABLE, Plot, dealt
from patroli.model import Form, Platform, Role

TIMES: dict[str, int] = {
    "F1": 2, "F1 surat pembaca": 1, "F2": 3, "F3": 2, "F4": 3, "F5": 2, "F5 balasan": 2, "F6": 3,
    "F7": 2, "F8": 1,
}  # fmt: skip
"""How often each section of `dugaan.txt` is planted for one contestant."""


def endorsements(plot: Plot, campaign: Sequence[Draft]) -> Iterator[Draft]:
    """Each section's patterns dealt out to the contestants like cards, then each one's fate."""
    staff = dealt(plot.chance, plot.who(Role.ASN))
    hidden = iter([a for a in plot.accounts if manner_of(host_of(a.address)) in UNREACHABLE])
    contestants = plot.contest.contestants
    for section, times in TIMES.items():
        patterns = dealt(plot.chance, sections("dugaan")[section])
        for contestant in contestants:
            for turn in range(times):
                named = "{akun} " if (section, turn) == ("F5 balasan", 0) else ""
                text = plot.writer(contestant).write(named + next(patterns))
                planted = Planted(frozenset({Kind.ENDORSEMENT}), Form(section[:2]), contestant.id)
                account = next(hidden, None) if (section, turn) == ("F5", 1) else None
                draft = plot.draft(account or next(staff), text, planted)
                yield _fate(plot, draft, section, turn, campaign)


def _fate(plot: Plot, draft: Draft, section: str, turn: int, campaign: Sequence[Draft]) -> Draft:
    """What becomes of a planted post: a reply, a letter, edited, deleted, or nothing special."""
    first, second, third = rounds(plot.today)
    early = between(plot.chance, first - timedelta(days=3), first)
    match section, turn:
        case "F5 balasan", _:
            return _reply(plot, draft, campaign)
        case "F1 surat pembaca", _:
            return _letter(plot, draft)
        case "F1", 0:
            before = _harmless(plot.chance)
            edit = (between(plot.chance, first, second), draft.text)
            return _marked(replace(draft, at=early, text=before, edits=(edit,)), Kind.EDITED_IN)
        case "F6", 0:
            edit = (between(plot.chance, second, third), _harmless(plot.chance))
            return _marked(replace(draft, at=early, edits=(edit,)), Kind.EDITED_OUT)
        case "F3", 0:
            gone = between(plot.chance, first, second)
            return _marked(replace(draft, at=early, deleted_at=gone), Kind.DELETED)
        case "F2", 0:
            gone = between(plot.chance, second, third)
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


def _reply(plot: Plot, draft: Draft, campaign: Sequence[Draft]) -> Draft:
    """Under a post of the contestant's own account, within a day, where there are replies."""
    about = draft.planted.contestant if draft.planted else ""
    speakers = [a for a in plot.who(Role.ASN) if host_of(a.address) == "lamantelaga.example"]
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
    parent, account = plot.chance.choice(parents), plot.chance.choice(speakers)
    at = between(plot.chance, parent.at, parent.at + timedelta(hours=20))
    reply = replace(draft, account=account, author=account.holder, at=at, title="")
    return _marked(replace(reply, parent=parent.key), Kind.REPLY)


def _letter(plot: Plot, draft: Draft) -> Draft:
    """A reader's letter in a news site, found by keyword only."""
    papers = [a for a in plot.who(Role.NEWS) if a.platform is Platform.WORDPRESS]
    if not papers:
        return draft
    letter = replace(
        draft, account=papers[0], author="Surat Pembaca", title="Suara warga pekan ini"
    )
    return _marked(letter, Kind.LETTER)
