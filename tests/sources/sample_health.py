"""An invented morning: sources in many provinces, in every condition, and many questions."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.fakes import NOW
from tests.sources.accounts import AStranger, an_instagram, states
from tests.sources.records import APost, ARecord, ARound

from patroli.model import Answered, Confidence, Outcome, Reply, Standing
from patroli.sources import Matter, Next, Source, judge, matters, questions, render_page
from patroli.sources.condition import Condition

NAMES = (
    *("Dewi Lestawa", "Yosep Warimba", "Maria Kandoru", "Slamet Wirojoyo", "Asep Sundara Winata"),
    *("Petrus Mabeya", "Rina Sorabe", "Hasan Lamaduri", "Yuliana Tabowe", "Obet Karuway"),
)
PLACES = (
    *("SMPN 3 Telaga Biru", "Puskesmas Muara", "Kecamatan Hulu", "Dinas Pertanian dan Pangan"),
    *("BKPSDM", "RSUD Telaga Biru", "Sekretariat Daerah"),
)
PROVINCES = ("95", "95", "95", "94", "35", "33", "73", "12", "61", "64", "51", "31", "82")
RHYTHM = timedelta(hours=6)
COUNT = 60


def a_record(number: int) -> ARecord:
    """One source; every eighth is in some trouble."""
    trouble = number // 8 % 8 if number % 8 == 3 else -1
    letters = [Outcome.COLLECTED if n % 3 else Outcome.UNCHANGED for n in range(110)]
    if trouble == 0:
        unread = Outcome.ROBOTS_REFUSED if number > COUNT else Outcome.ROBOTS_UNREACHABLE
        letters = [unread] * 110
    elif trouble == 1:
        letters[-9:] = [Outcome.FAILED] * 9
    elif trouble == 2:
        letters[-3:] = [Outcome.EMPTY] * 3
    letters[20 + number % 50] = Outcome.FAILED
    rounds = tuple(
        ARound(
            NOW - RHYTHM * (len(letters) - 1 - n),
            outcome,
            (2 if trouble == 4 and n > 103 else 10) if outcome is Outcome.COLLECTED else 0,
        )
        for n, outcome in enumerate(letters)
    )
    posts = [APost(NOW - timedelta(days=59.5 - day), 200, day) for day in range(60)]
    if trouble == 3:
        posts[-4:] = [replace(post, words=-1) for post in posts[-4:]]
    elif trouble == 5:
        posts[-3:] = [replace(post, is_dated=False) for post in posts[-3:]]
    elif trouble == 6:
        posts[-3:] = [replace(post, length=40) for post in posts[-3:]]
    elif trouble == 7:
        posts = [replace(post, written_at=post.written_at - timedelta(days=9)) for post in posts]
    return ARecord(
        slot_id=f"s{number}",
        account_id=f"akun-{number}",
        address=f"https://warga{number}.telagabiru.example/umpan.xml",
        region=f"{PROVINCES[number % len(PROVINCES)]}.0{number % 3 + 1}",
        agency=PLACES[number % len(PLACES)],
        last_reached=None if trouble == 0 else NOW,
        last_filled=NOW,
        rounds=rounds,
        detail="no connection: [Errno 111] Connection refused"
        if rounds[-1].outcome is Outcome.FAILED
        else "",
        posts=tuple(posts),
    )


def sample_sources() -> tuple[Source, ...]:
    """Sixty sources, of which every condition has one."""
    due = {f"s{n}": Next(NOW + RHYTHM) for n in range(COUNT)}
    due["s11"] = Next(NOW + timedelta(days=1), "sembilan putaran gagal berturut-turut")
    records = map(a_record, range(COUNT + 8))
    return judge(((NAMES[int(r.slot_id[1:]) % 10], r.agency, r) for r in records), NOW, due)


def sample_matters() -> tuple[Matter, ...]:
    """Questions of every kind; one is answered against the holder."""
    accounts = [
        an_instagram(f"akun-{n}", f"akun.{n}x", holder=name) for n, name in enumerate(NAMES)
    ]
    accounts[9] = replace(accounts[9], confidence=Confidence.UNSURE)
    same: dict[str, object] = {"native_id": "7777"}
    changes: list[list[dict[str, object]]] = [
        [{}, {"native_id": "2002"}],
        [{"native_id": "1"}, {"native_id": "1", "handle": "yosep.baru"}],
        [{"native_id": "2", "standing": Standing.PRIVATE}],
        [{"native_id": "3", "standing": Standing.MOVED, "moved_to": "slamet.baru"}],
        [{"native_id": "4", "standing": Standing.SUSPENDED}],
        [{"native_id": "5", "name": "Petrus Mabeya"}, {"native_id": "5", "name": "Warung Kopi"}],
        [same], [same],
        [{"native_id": "8"}, {"native_id": "9"}],
        [],
    ]  # fmt: skip
    shown = [
        state
        for account, change in zip(accounts, changes, strict=True)
        for state in states(account, *({"handle": handle_of(account.id), **c} for c in change))
    ]
    met = [AStranger("akun_0x")]
    asked = questions(accounts, shown, met, {"akun-9": 4}, NOW)
    last = next(question for question in asked if question.account.id == "akun-8")
    answer = Answered(
        last.id, last.kind.value, "akun-8", Reply.OTHER, "Ratri Uji", "nomor lama dijual", NOW, ""
    )
    return matters(asked, [answer])


def handle_of(account_id: str) -> str:
    """The handle of `akun-3`."""
    return f"akun.{account_id.rpartition('-')[2]}x"


def sample_page() -> str:
    """The page of that morning."""
    sources = sample_sources()
    assert {source.condition for source in sources} == set(Condition)
    return render_page(
        sources, sample_matters(), team="Tim Pantau Telaga Biru", zone="Asia/Jayapura", now=NOW
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(sample_page(), "utf-8")
