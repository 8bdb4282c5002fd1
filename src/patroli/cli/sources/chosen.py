"""Judged sources in; those that were asked for, as they are or for a JSON line, out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from patroli.sources import Matter, Source
from patroli.sources.question_words import reason
from patroli.sources.words import why
from patroli.told import LANGUAGES
from patroli.watching import Health


def chosen(found: Health, only: str | None, agency: str) -> list[Source]:
    asked = {account for matter in found.open for account in _accounts(matter)}
    return [
        source
        for source in found.sources
        if agency.casefold() in source.place.casefold()
        and (only != "alarm" or source.condition.is_alarm)
        and (only != "question" or source.account_id in asked)
    ]


def about(matters: Sequence[Matter], shown: Sequence[Source]) -> list[Matter]:
    accounts = {source.account_id for source in shown}
    return [matter for matter in matters if accounts.intersection(_accounts(matter))]


def _accounts(matter: Matter) -> set[str]:
    question = matter.question
    return {question.account.id} | ({question.other.id} if question.other else set())


def plain(source: Source, matters: Sequence[Matter]) -> dict[str, object]:
    due = source.next_due
    return {
        "slot_id": source.slot_id,
        "source": source.label,
        "place": source.place,
        "region": source.region,
        "platform": source.platform,
        "address": source.address,
        "condition": source.condition.value,
        "why": {language: why(source, language) for language in LANGUAGES},
        "since": _iso(source.since),
        "last_reached": _iso(source.last_reached),
        "last_post": _iso(source.last_post),
        "next_due": _iso(due.at if due else None),
        "quarantine": due.quarantine if due else "",
        "rounds": [outcome.value if outcome else None for outcome in source.outcomes],
        "detail": source.detail,
        "posts": source.posts,
        "questions": [
            {
                "id": matter.question.id,
                "kind": matter.question.kind.value,
                "reason": reason(matter.question, "en"),
                "answer": matter.answer.reply.value if matter.answer else None,
            }
            for matter in about(matters, [source])
        ],
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
