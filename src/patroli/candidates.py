"""What the history knows and a configuration in, what queueing is given out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from patroli.config import Config
from patroli.history import Coverage, Matched
from patroli.history.matched import Captured
from patroli.landing.batch import CAPTURE
from patroli.model import Role
from patroli.queueing import inputs
from patroli.queueing.inputs import (
    AbsenceSign,
    Alarm,
    Candidate,
    OtherVersion,
    Proof,
    Reference,
    Watched,
)
from patroli.rules import RuleSet
from patroli.rules.model import Status
from patroli.sources.words import CONDITIONS
from patroli.watching import Health

OWN_CAUSE = frozenset({Role.CONTESTANT, Role.TEAM, Role.PARTY})
"""Roles whose posts are read so that replies to them can be judged, and never queued: campaigning
is their right."""


def in_force(found: Iterable[Matched], rules: RuleSet) -> tuple[Matched, ...]:
    """Without the matches of shadow rules, which are counted and never queued."""
    active = {rule.id for rule in rules.rules if rule.status is Status.ACTIVE}
    kept = (
        replace(one, matches=tuple(match for match in one.matches if match.rule_id in active))
        for one in found
    )
    return tuple(one for one in kept if one.matches)


def queued(found: Iterable[Matched]) -> tuple[Matched, ...]:
    """Those that may be a civil servant's: of an ASN or an agency, or of somebody unknown.

    Reporting is a newsroom's work, but among its pages are readers' letters: what a keyword found
    there stays.
    """
    return tuple(
        one
        for one in found
        if not is_set_aside(one.account.role if one.account else "", sought=bool(one.keyword_id))
    )


def is_set_aside(role: str, *, sought: bool) -> bool:
    """Whether no queue shows what an account with this role says, found by a keyword or not."""
    return role in OWN_CAUSE or (role == Role.NEWS and not sought)


def candidates(
    found: Iterable[Matched], config: Config, cautions: Mapping[str, tuple[str, ...]]
) -> tuple[Candidate, ...]:
    """One candidate for every matched version; `cautions` by account id stand beside its posts."""
    keywords = {keyword.id: keyword for keyword in config.keywords}
    sources = {source.id: source for source in config.sources}
    return tuple(
        Candidate(
            post=one.post,
            version=one.version,
            matches=one.matches,
            account=one.account,
            zone=one.zone,
            first_seen=one.first_seen,
            last_seen=one.last_seen,
            proof=_proof(one.captured, one.first_seen, one.post.url),
            keyword=keywords.get(one.keyword_id or ""),
            source=sources.get(one.source_id or ""),
            other_versions=tuple(
                OtherVersion(
                    other.version,
                    other.text,
                    other.first_seen,
                    _proof(other.captured, other.first_seen, one.post.url),
                )
                for other in one.other_states
            ),
            cautions=cautions.get(one.account.id, ()) if one.account else (),
            absences=tuple(AbsenceSign(sign.signal, sign.seen_at, sign.url) for sign in one.signs),
        )
        for one in found
    )


def coverage(found: Coverage, config: Config, fared: Health, *, first: bool) -> inputs.Coverage:
    """The ledger's account with the names that people know; `first`: no queue came before."""
    keywords = {keyword.id: keyword.text for keyword in config.keywords}
    watched = tuple(
        Watched(
            slot_id=slot.slot_id,
            kind="keyword" if slot.keyword_id else "account",
            label=keywords.get(slot.keyword_id or "", slot.holder or slot.account_id or ""),
            place=slot.source_id or slot.agency,
            platform=slot.platform,
            address=slot.address,
            outcome=None if slot.interrupted else slot.outcome,
            detail=slot.detail,
            rounds=slot.rounds,
            reached=slot.reached,
            last_reached=slot.last_reached,
            posts=slot.posts,
        )
        for slot in found.slots
    )
    return inputs.Coverage(
        since=None if first else found.since,
        until=found.until,
        watched=watched,
        new_posts=found.new_versions,
        all_posts=found.read_posts,
        alarms=tuple(
            Alarm(
                slot_id=source.slot_id,
                label=source.label,
                place=source.place,
                words=CONDITIONS[source.condition],
                since=source.since,
                answers=source.condition.is_reached,
            )
            for source in fared.alarms
        ),
        questions=len(fared.open),
    )


def reference(config: Config, rules: RuleSet, config_hash: str) -> Reference:
    """What the ids in a match mean, and under what the day was made."""
    return Reference(
        team=config.settings.team,
        contests=rules.contests,
        law=rules.law,
        rule_titles={r.id: r.title for r in rules.rules if r.status is Status.ACTIVE},
        rule_set=rules.hash,
        config=config_hash,
    )


def _proof(captured: Captured | None, seen_at: datetime, url: str) -> Proof:
    if captured is None:
        return Proof(url, seen_at, body_sha256="", warc_file="", warc_record_id="", batch="")
    return Proof(
        url=captured.url,
        fetched_at=captured.fetched_at,
        body_sha256=captured.body_sha256,
        warc_file=f"{captured.day}/{captured.batch}/{CAPTURE}",
        warc_record_id=captured.warc_record_id,
        batch=captured.batch,
    )
