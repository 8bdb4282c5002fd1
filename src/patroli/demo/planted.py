"""Configuration in, the posts that a rule should find, or should not, out.

Every form of partiality is planted equally often for every contestant, with its own words for
each, so that a tool which finds more of one side has itself to blame.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from random import Random

from patroli.config import Config
from patroli.demo.days import DAYS, some_time
from patroli.demo.draft import Draft, Kind, Planted
from patroli.demo.partial import endorsements
from patroli.demo.phrases import names_one, pointing_to, sections
from patroli.demo.plot import Plot, dealt
from patroli.model import Form, Role

CAMPAIGN_POSTS = 10
"""Of each contestant, team and party."""


def planted_drafts(config: Config, seed: int, today: date) -> list[Draft]:
    """All planted posts of the first contest, in no particular order."""
    chance = Random(f"planted-{seed}-{today}")
    plot = Plot(chance, today, config.accounts, config.contests[0], count())
    campaign = list(_campaign(plot))
    return [
        *campaign,
        *endorsements(plot, campaign),
        *_copies(plot),
        *_citizens(plot),
        *_hard_negatives(plot),
    ]


def _campaign(plot: Plot) -> Iterator[Draft]:
    """The contestants' own words, the same number from each."""
    for contestant in plot.contest.contestants:
        words = pointing_to(contestant)
        known = {words["name"], words["team"], f"Partai {words['party']}"}
        for account in plot.who(Role.CONTESTANT, Role.TEAM, Role.PARTY):
            if account.holder not in known:
                continue
            for pattern in plot.chance.choices(sections("berita")["peserta"], k=CAMPAIGN_POSTS):
                text = plot.writer(contestant).write(pattern)
                planted = Planted(frozenset({Kind.CAMPAIGN}), None, contestant.id)
                draft = plot.draft(account, text, planted)
                yield replace(draft, at=some_time(plot.chance, plot.today, DAYS, 3))


def _copies(plot: Plot) -> Iterator[Draft]:
    """One text in three accounts for each contestant, nearly the same each time."""
    staff = dealt(plot.chance, plot.who(Role.ASN))
    patterns = dealt(plot.chance, sections("dugaan")["salinan"])
    for contestant in plot.contest.contestants:
        text = plot.writer(contestant).write(next(patterns))
        kinds = frozenset({Kind.ENDORSEMENT, Kind.COPY})
        planted = Planted(kinds, Form.F1, contestant.id, f"salinan-{contestant.id}")
        opened = some_time(plot.chance, plot.today, 8, 3)
        for place, variant in enumerate((text, f"{text} 🙏🏽", f"Izin meneruskan. {text}")):
            at = opened + timedelta(hours=3 * place, minutes=plot.chance.randrange(50))
            yield replace(plot.draft(next(staff), variant, planted), at=at)


def _citizens(plot: Plot) -> Iterator[Draft]:
    """Passers-by who are free to support whom they like, one for each contestant."""
    for place, contestant in enumerate(plot.contest.contestants):
        pattern = sections("dugaan")["F1"][place]
        planted = Planted(frozenset({Kind.CITIZEN}), None, contestant.id)
        text = plot.writer(contestant).write(pattern)
        yield replace(plot.draft(None, text, planted), author=PASSERS_BY[place])


PASSERS_BY = (
    "warga.muara",
    "mama_yoke",
    "anak_danau",
    "ojek.tanjung",
    "kios_berkat",
    "tukangperahu",
)
"""Names on the open timeline that belong to nobody."""


def _hard_negatives(plot: Plot) -> Iterator[Draft]:
    """Posts with the words of partiality and none of it."""
    speakers = {
        "pegawai": plot.who(Role.ASN),
        "berita": plot.who(Role.NEWS),
        "lembaga": [a for a in plot.who(Role.AGENCY) if "Kabupaten" in a.holder],
    }
    turns = dealt(plot.chance, plot.contest.contestants)
    for section, patterns in sections("alarm-palsu").items():
        accounts = dealt(plot.chance, speakers[section])
        for pattern in patterns:
            one = names_one(pattern)
            every = one and section == "berita"
            about = plot.contest.contestants if every else (next(turns) if one else None,)
            for contestant in about:
                writer = plot.writer(contestant or plot.contest.contestants[0])
                planted = Planted(
                    frozenset({Kind.HARD_NEGATIVE}), None, contestant.id if contestant else ""
                )
                yield plot.draft(next(accounts), writer.write(pattern), planted)
