"""One queue item in, all that its card on the page says out. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from patroli.model import Account, Contest, Match, QueueItem, Span
from patroli.queueing.counts import contestant_label
from patroli.queueing.diff import Change, changes
from patroli.queueing.inputs import Candidate, Reference
from patroli.queueing.legal import LegalLine, legal_lines
from patroli.queueing.marks import WHOLE, Piece, excerpt, marked, visible
from patroli.queueing.words import (
    CONFIDENCES,
    FORMS,
    ROLES,
    TIERS,
    clock_words,
    number_words,
    short_day,
    signal_words,
    stage_name,
    time_words,
)

T = TypeVar("T", bound=Hashable)

_LEAST = re.compile(r", (?:sekurangnya|batas) −?\d+")
"""What each rule asks of the same sum."""
MOST_SHOWN = 3
"""Reasons that stand on a card unasked."""
UNFOLDABLE = 12_000
"""Code points up to which a shortened text can be unfolded whole on the page."""


@dataclass(frozen=True, slots=True)
class Edit:
    """How one version differs from the version after it."""

    at: str
    changes: tuple[Change, ...]
    later: bool
    """Whether the change came after the version on the card."""


@dataclass(frozen=True, slots=True)
class Member:
    """One post of an item with its proof."""

    candidate: Candidate
    holder: str
    about: str
    """Position and agency, or the source a keyword was found in."""
    role: str
    known_by: str
    confidence: str
    """Empty where no configured account is behind the post."""
    posted: str
    link: str
    """The address if it may be linked to, else empty."""
    first_seen: str
    last_seen: str
    captured: str
    absences: tuple[str, ...]
    edits: tuple[Edit, ...]
    unlike_lead: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One item as the page shows it."""

    item: QueueItem
    tier: str
    clock: str
    urgency: str
    """`late`, `soon` or `calm`."""
    deadline: str
    waiting_since: str
    targets: tuple[str, ...]
    forms: tuple[tuple[str, str], ...]
    text: tuple[Piece, ...]
    length: str
    """The full length in words where the text is shortened, else empty."""
    whole: tuple[Piece, ...]
    """The whole text, if it is shortened above and not too long to unfold."""
    parent: tuple[Piece, ...]
    reasons: tuple[tuple[str, str], ...]
    """For each rule what it found, and what else it says: the strongest of each form first."""
    shown: int
    """So many of them stand on the card; the others, which say the same in other words, unfold."""
    lowered: tuple[str, ...]
    rules: tuple[str, ...]
    law: tuple[LegalLine, ...]
    unknown_basis: tuple[str, ...]
    stage: str
    members: tuple[Member, ...]


def card_of(item: QueueItem, candidates: list[Candidate], reference: Reference) -> Card:
    """The card of an item; `candidates` are its members in order."""
    lead = candidates[0]
    matches = sorted(lead.matches, key=lambda m: (-m.tier.rank, -m.score, m.rule_id, m.id))
    text = lead.post.text
    spans = _spans(matches)
    reasons = _unique(_told_once(m.reasons for m in _each_form_first(matches) if m.reasons))
    shortened = len(text) > WHOLE
    basis = {b.id: b for b in reference.law}
    named = _unique(b for m in matches for b in m.basis)
    return Card(
        item=item,
        tier=TIERS[item.tier],
        clock=clock_words(item.days_left),
        urgency="late" if item.days_left < 1 else "soon" if item.days_left < 3 else "calm",
        deadline=short_day(item.deadline),
        waiting_since=short_day(item.since) if item.since < item.day else "",
        targets=tuple(target_label(reference, *target) for target in item.contestants),
        forms=tuple((form.value, FORMS[form]) for form in item.forms),
        text=excerpt(text, spans),
        length=number_words(len(text)) if shortened else "",
        whole=marked(text, spans) if shortened and len(text) <= UNFOLDABLE else (),
        parent=excerpt(lead.post.parent_text, ()),
        reasons=reasons,
        shown=min(max(len({m.form for m in matches}), 1), MOST_SHOWN),
        lowered=_unique(r for m in matches for r in m.lowered_by),
        rules=tuple(rule_words(reference, rule) for rule in item.rules),
        law=legal_lines(basis[b] for b in named if b in basis),
        unknown_basis=tuple(b for b in named if b not in basis),
        stage=stage_words(matches, reference),
        members=tuple(_member(candidate, lead) for candidate in candidates),
    )


def target_label(reference: Reference, contest_id: str, contestant_id: str) -> str:
    """`2 · Bagas Wiratama – Ratna Kumala`, or the bare id where the contest is not known."""
    for contest in reference.contests:
        for person in contest.contestants if contest.id == contest_id else ():
            if person.id == contestant_id:
                return contestant_label(person.number, person.names)
    return contestant_id


def rule_words(reference: Reference, rule: str) -> str:
    """`Ajakan memilih (ajakan-memilih)`."""
    title = reference.rule_titles.get(rule, "")
    return f"{title} ({rule})" if title else rule


def stage_words(matches: Iterable[Match], reference: Reference) -> str:
    """The stages the matches fall in, each with its contest where there are several."""
    known = {c.id: c for c in reference.contests} if len(reference.contests) > 1 else {}
    found = _unique(f"{stage_name(m.stage)}{_of(known.get(m.contest_id))}" for m in matches)
    return "; ".join(found)


def holder_of(candidate: Candidate) -> str:
    """Who published: the configured holder, else the author the page names."""
    if candidate.account:
        return candidate.account.holder
    return candidate.post.author or "pengunggah tidak disebut"


def about_of(candidate: Candidate) -> str:
    """Position and agency of the holder, or where a keyword was found."""
    account = candidate.account
    if account:
        return ", ".join(part for part in (account.position, account.agency) if part)
    place = candidate.source.id if candidate.source else "sumber"
    word = f"kata kunci “{candidate.keyword.text}”" if candidate.keyword else "kata kunci"
    return f"ditemukan lewat {word} di {place}"


def posted_words(candidate: Candidate) -> str:
    """When the post says it was published, in the account's own zone."""
    if candidate.post.published_at:
        return time_words(candidate.post.published_at, candidate.zone)
    raw = candidate.post.published_raw
    return f"tertulis “{visible(raw)}”, tidak terbaca sebagai waktu" if raw else "tidak disebut"


def safe_link(address: str) -> str:
    """The address if it is http or https with a host and nothing unseen, else empty."""
    try:
        parts = urlsplit(address)
        plain = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    clean = visible(address) == address and not any(c.isspace() for c in address)
    return address if plain and clean and len(address) <= 2_000 else ""


def _member(candidate: Candidate, lead: Candidate) -> Member:
    account, zone = candidate.account, candidate.zone
    role = account.role if account else candidate.source.role if candidate.source else None
    return Member(
        candidate=candidate,
        holder=holder_of(candidate),
        about=about_of(candidate),
        role=ROLES[role] if role else "",
        known_by=_known_by(account),
        confidence=CONFIDENCES[account.confidence] if account else "",
        posted=posted_words(candidate),
        link=safe_link(candidate.post.url),
        first_seen=time_words(candidate.first_seen, zone),
        last_seen=time_words(candidate.last_seen, zone),
        captured=time_words(candidate.proof.fetched_at, zone),
        absences=tuple(
            f"{time_words(sign.seen_at, zone)}: {visible(signal_words(sign.signal))}"
            for sign in sorted(candidate.absences, key=lambda sign: sign.seen_at)
        ),
        edits=tuple(_edits(candidate)),
        unlike_lead=changes(lead.post.text, candidate.post.text),
    )


def _known_by(account: Account | None) -> str:
    if account is None:
        return "Akun ini tidak ada di daftar pantau; pemiliknya belum dipastikan."
    return account.proof


def _edits(candidate: Candidate) -> Iterable[Edit]:
    own = (candidate.first_seen, candidate.version, candidate.post.text)
    versions = sorted(
        [own, *((v.first_seen, v.version, v.text) for v in candidate.other_versions)],
        key=lambda version: version[:2],
    )
    for before, after in itertools.pairwise(versions):
        yield Edit(
            at=time_words(after[0], candidate.zone),
            changes=changes(before[2], after[2]),
            later=before >= own,
        )


def _spans(matches: Iterable[Match]) -> list[Span]:
    return sorted({s for m in matches for s in m.spans}, key=lambda s: (s.start, s.end, s.what))


def _of(contest: Contest | None) -> str:
    return f" – {contest.title}" if contest else ""


def _told_once(each: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """What each rule found, and what else it says that no rule before it has said on the card."""
    said: set[str] = set()
    for found, *more in each:
        new = [sentence for sentence in more if _LEAST.sub("", sentence) not in said]
        said |= {_LEAST.sub("", sentence) for sentence in more}
        yield found, " ".join(new)


def _each_form_first(matches: Sequence[Match]) -> list[Match]:
    """The strongest match of each form, then the others, each part in the order given."""
    leading = {m.form: m for m in reversed(matches)}
    return sorted(matches, key=lambda m: leading[m.form] is not m)


def _unique(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
