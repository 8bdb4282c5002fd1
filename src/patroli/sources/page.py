"""Judged sources and questions about accounts in, the page of their health out. Pure.

Its frame and its policy are those of every page; see `patroli.pages`. It runs no script.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from patroli.ledger_words import ledger_words
from patroli.pages import environment, policy
from patroli.sources import picture
from patroli.sources.answered import Matter
from patroli.sources.condition import Condition
from patroli.sources.provinces import ATTRIBUTION, HEIGHT, WIDTH
from patroli.sources.question_words import ADVICE as ASKED_ADVICE
from patroli.sources.question_words import REPLIES, TITLES, reason
from patroli.sources.source import Source
from patroli.sources.words import ADVICE, CONDITIONS
from patroli.wording import OUTCOMES, number_words, short_day, time_words

_FILES = ("sources.html", "account_questions.html", "pictures.html", "sources.css")


def render_page(
    sources: Sequence[Source], matters: Sequence[Matter], *, team: str, zone: str, now: datetime
) -> str:
    """What is asked of people, what needs looking after, coverage, then the days of every source.

    `zone` is the team's, in which days are counted.
    """
    templates = _templates()
    style = templates.get_template("sources.css").render()
    refused = [source for source in sources if source.condition is Condition.REFUSED]
    alarms = [source for source in sources if source.condition.is_alarm]
    today = picture.local_day(now, zone)
    return templates.get_template("sources.html").render(
        team=team,
        sources=sources,
        alarms=alarms,
        refused=refused,
        open=[matter for matter in matters if matter.is_open],
        to_do=[matter for matter in matters if matter.is_to_do],
        by_condition=[
            (condition, [s for s in alarms if s.condition is condition])
            for condition in Condition
            if any(s.condition is condition for s in alarms)
        ],
        agencies=picture.bars(sources, lambda s: s.place or "(tanpa instansi)"),
        regions=picture.bars(sources, lambda s: s.region),
        areas=picture.areas(sources),
        picture=picture,
        first_day=short_day(picture.days(today)[0]),
        last_day=short_day(today),
        strip=lambda source: picture.strip(source, today, zone),
        reached=sum(source.condition.is_reached for source in sources),
        conditions=CONDITIONS,
        advice=ADVICE,
        outcomes=OUTCOMES,
        ledger_words=ledger_words,
        titles=TITLES,
        asked_advice=ASKED_ADVICE,
        replies=REPLIES,
        reason=reason,
        attribution=ATTRIBUTION,
        map_width=WIDTH,
        map_height=HEIGHT,
        when=lambda at: time_words(at, zone) if at else "belum pernah",
        day=lambda at: short_day(picture.local_day(at, zone)) if at else "belum pernah",
        now=now,
        number=number_words,
        style=Markup(style),  # noqa: S704 - our own file
        policy=policy(style),
    )


@cache
def _templates() -> Environment:
    return environment("patroli.sources", _FILES)
