"""Builders of queueing's inputs over one invented contest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from tests.fakes import NOW, a_match, a_post, an_account

from patroli.model import (
    Account,
    Contest,
    Contestant,
    Form,
    LegalBasis,
    Post,
    Span,
    Stage,
    Tier,
    digest,
)
from patroli.queueing import Queue, plan_queue
from patroli.queueing.inputs import (
    Candidate,
    Coverage,
    Proof,
    Reference,
)

DAY = date(2029, 11, 25)
ZONE = "Asia/Jayapura"

LAW = (
    LegalBasis(
        "skb-2022-disiplin-2",
        "SKB Netralitas 2022, lampiran disiplin",
        "angka 2",
        "Sosialisasi atau kampanye calon di media sosial.",
        date(2022, 9, 22),
        None,
        "https://jdih.example/skb-2022",
    ),
    LegalBasis(
        "pp-94-2021-5n",
        "PP 94/2021",
        "Pasal 5 huruf n",
        "Larangan memberi dukungan kepada calon.",
        date(2021, 8, 31),
        None,
        "https://jdih.example/pp-94-2021",
    ),
)


def a_contestant(contestant_id: str, number: int, *names: str) -> Contestant:
    """One invented pair."""
    return Contestant(
        contestant_id, names, (), number, date(2029, 9, 23), (), (), (), (), (), (), ()
    )


CONTEST = Contest(
    id="telaga-biru",
    title="Pemilihan Bupati dan Wakil Bupati Telaga Biru",
    region="95.99",
    zone=ZONE,
    office=("bupati",),
    first=date(2029, 6, 1),
    last=date(2029, 12, 31),
    stages=(Stage("kampanye", date(2029, 9, 25), date(2029, 11, 23)),),
    contestants=(
        a_contestant("arman-siti", 1, "Arman Gunadi", "Siti Maharani"),
        a_contestant("bagas-ratna", 2, "Bagas Wiratama", "Ratna Kumala"),
        a_contestant("yulius-marni", 3, "Yulius Tabora", "Marni Sofyan"),
    ),
)

REFERENCE = Reference(
    team="Tim Patroli Siber Telaga Biru (rekaan)",
    contests=(CONTEST,),
    law=LAW,
    rule_titles={
        "ajakan-memilih": "Ajakan memilih atau mendukung peserta",
        "fasilitas-negara": "Fasilitas negara untuk peserta",
        "hadir-kampanye": "Hadir di kampanye",
        "arahan-bawahan": "Arahan kepada bawahan atau warga",
        "janji-jabatan": "Keputusan jabatan dikaitkan dengan peserta",
    },
    rule_set=digest("rules") * 2,
    config=digest("config") * 2,
)

EMPTY_COVERAGE = Coverage(None, NOW, (), 0, 1000)


def a_proof(post: Post, at: datetime = NOW) -> Proof:
    """Where an invented post was captured."""
    batch = f"2029-11-24/feed-{digest('batch', post.id)}"
    return Proof(
        post.url,
        at,
        digest("body", post.id) * 2,
        f"{batch}/capture.warc.gz",
        f"<urn:uuid:{digest('record', post.id)}>",
        batch,
    )


def a_candidate(
    text: str = "Ayo dukung Bagas Wiratama",
    *,
    contestants: tuple[str, ...] = ("bagas-ratna",),
    spans: Mapping[str, str] | None = None,
    tier: Tier = Tier.HIGH,
    form: Form = Form.F1,
    score: float = 0.8,
    rule: str = "ajakan-memilih",
    reasons: tuple[str, ...] = ("Ajakan memilih di dekat nama peserta.",),
    lowered: tuple[str, ...] = (),
    seen_days_ago: float = 1,
    account: Account | None = None,
    known: bool = True,
    post: Mapping[str, object] | None = None,
    **changes: object,
) -> Candidate:
    """One matched version; `spans` are words of the text and what they are."""
    made = a_post(text, **(post or {}))
    found = tuple(
        Span(text.index(words), text.index(words) + len(words), what, words)
        for words, what in (spans or {}).items()
    )
    seen = NOW - timedelta(days=seen_days_ago)
    matches = tuple(
        a_match(
            made,
            contestant,
            spans=found,
            tier=tier,
            form=form,
            score=score,
            rule_id=rule,
            reasons=reasons,
            lowered_by=lowered,
            basis=tuple(basis.id for basis in LAW),
        )
        for contestant in contestants
    )
    values: dict[str, object] = {
        "post": made,
        "version": made.version,
        "matches": matches,
        "account": (account or an_account()) if known else None,
        "zone": ZONE,
        "first_seen": seen,
        "last_seen": NOW - timedelta(hours=3),
        "proof": a_proof(made, seen),
    }
    return Candidate(**{**values, **changes})  # type: ignore[arg-type]


def a_queue(*candidates: Candidate, **changes: object) -> Queue:
    """The day planned over these candidates, room for all unless told."""
    values: dict[str, object] = {
        "decided": (),
        "coverage": EMPTY_COVERAGE,
        "day": DAY,
        "zone": ZONE,
        "now": NOW,
        "reviewers": 1,
        "items_per_reviewer": 1000,
        "near_duplicate": 0.9,
        "reference": REFERENCE,
        "since": {},
    }
    return plan_queue(candidates, **{**values, **changes})  # type: ignore[arg-type]
