"""A realistic invented day for the queue's tests and for looking at its page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tests.fakes import NOW, a_post, an_account
from tests.queueing.sample_parts import CONTEST, ZONE, a_candidate, a_proof, a_queue

from patroli.model import (
    Account,
    Confidence,
    Form,
    Keyword,
    Outcome,
    Platform,
    Role,
    Source,
    Tier,
    digest,
)
from patroli.queueing import Queue
from patroli.queueing.inputs import (
    AbsenceSign,
    Candidate,
    Coverage,
    Key,
    OtherVersion,
    Watched,
)

PEOPLE = (
    ("Dewi Lestawa", "Guru", "SD Negeri 3 Telaga Biru", Confidence.SURE),
    ("Rudi Pasaweran", "Kepala Seksi", "Dinas Pekerjaan Umum Telaga Biru", Confidence.SURE),
    ("Yosefa Marindi", "Bidan", "Puskesmas Muara Lumba", Confidence.LIKELY),
    ("Hendrik Tumbasari", "Camat", "Kecamatan Telaga Utara", Confidence.SURE),
    ("Nurlela Gampasi", "Penyuluh", "Dinas Pertanian Telaga Biru", Confidence.UNSURE),
    ("Oktavianus Sero", "Staf", "Sekretariat Daerah Telaga Biru", Confidence.SURE),
    ("Maria Klasabo", "Kepala Sekolah", "SMP Negeri 1 Muara Lumba", Confidence.LIKELY),
)


def people() -> list[Account]:
    """Watched accounts of invented civil servants."""
    return [
        an_account(
            f"akun-{index}",
            holder=name,
            position=position,
            agency=agency,
            confidence=confidence,
            address=f"http://warga{index}.telagabiru.example/feed",
            proof="Nama, foto, dan tautan di laman instansi; dicek 3 Juni 2029",
        )
        for index, (name, position, agency, confidence) in enumerate(PEOPLE)
    ]


# text, what is marked, contestants, tier, form, rule, reasons, what lowered it
_TEXTS: tuple[tuple[str, dict[str, str], Tier, Form, str, str, str], ...] = (
    (
        (
            "Bismillah, tanggal 27 saya coblos nomor {n}. Ayo dukung {a} – {b}, jangan sampai lupa "
            "ajak keluarga ya bapak ibu 🙏"
        ),
        {"coblos": "signal", "nomor {n}": "target", "dukung": "signal", "{a}": "target"},
        Tier.HIGH,
        Form.F1,
        "ajakan-memilih",
        "“coblos” dan “dukung” berada dekat “nomor {n}” dan nama {a}.",
        "",
    ),
    (
        (
            "Mohon seluruh staf dan honorer hadir Sabtu, kita satu komando menangkan {a}. Yang "
            "tidak hadir akan dicatat."
        ),
        {"staf dan honorer": "signal", "menangkan": "signal", "{a}": "target"},
        Tier.HIGH,
        Form.F6,
        "arahan-bawahan",
        "Arahan kepada “staf dan honorer” di dekat nama {a}.",
        "",
    ),
    (
        (
            "ASN dilarang mendukung {a} atau siapa pun. Mari jaga netralitas, laporkan bila "
            "melihat pelanggaran."
        ),
        {"dilarang": "lowered", "mendukung": "signal", "{a}": "target", "netralitas": "lowered"},
        Tier.LOW,
        Form.F1,
        "ajakan-memilih",
        "“mendukung” berada dekat nama {a}.",
        "Kata larangan “dilarang” mendahului “mendukung”; ajakan netral “netralitas”.",
    ),
    (
        (
            "Alhamdulillah acara {a} tadi lancar, terima kasih aula dinas sudah boleh dipakai, "
            "besok mobil dinas siap antar rombongan"
        ),
        {"aula dinas": "signal", "mobil dinas": "signal", "{a}": "target"},
        Tier.MEDIUM,
        Form.F3,
        "fasilitas-negara",
        "“aula dinas” dan “mobil dinas” disebut bersama nama {a}.",
        "",
    ),
    (
        (
            "Warga Muara Lumba menyambut {a} dalam kampanye terbatas di lapangan kecamatan. "
            "Menurut panitia, diduga ada beberapa pegawai yang hadir di kampanye dengan seragam."
        ),
        {"hadir di kampanye": "signal", "{a}": "target", "Menurut panitia, diduga": "lowered"},
        Tier.LOW,
        Form.F2,
        "hadir-kampanye",
        "“hadir di kampanye” disebut bersama nama {a}.",
        "Berbentuk berita: “Menurut panitia, diduga”.",
    ),
    (
        "Kalau {b} jadi, SK perpanjangan kontrak aman. Tinggal pilih yang sudah terbukti saja ✌",
        {"SK perpanjangan kontrak": "signal", "{b}": "target"},
        Tier.MEDIUM,
        Form.F7,
        "janji-jabatan",
        "“SK perpanjangan kontrak” bersyarat di dekat nama {b}.",
        "",
    ),
    (
        "Hadir menyimak orasi {a} bersama teman-teman kantor. Mantap, pemimpin kita! ☝✌👌",
        {"Hadir menyimak": "signal", "{a}": "target", "pemimpin kita": "signal"},
        Tier.MEDIUM,
        Form.F2,
        "hadir-kampanye",
        "“Hadir menyimak” dan pujian “pemimpin kita” berada dekat nama {a}.",
        "",
    ),
    (
        "Lapor tetangga, baliho {a} roboh lagi di simpang tiga kena angin, untung tidak kena orang",
        {"baliho": "signal", "{a}": "target"},
        Tier.LOW,
        Form.F4,
        "ajakan-memilih",
        "Atribut “baliho” disebut bersama nama {a}.",
        "Tidak ada kata dukungan; berisi kabar kejadian.",
    ),
)


def sample_candidates() -> list[Candidate]:
    """Some forty matched posts over three contestants: groups, edits, absences, odd signs."""
    accounts = people()
    made: list[Candidate] = []
    for index, (text, spans, tier, form, rule, reason, lowered) in enumerate(_TEXTS):
        for place, person in enumerate(CONTEST.contestants):
            words = {"a": person.names[0], "b": person.names[1], "n": str(person.number)}
            holder = accounts[(index * 3 + place) % len(accounts)]
            made.append(
                a_candidate(
                    text.format(**words),
                    contestants=(person.id,),
                    spans={key.format(**words): what for key, what in spans.items()},
                    tier=tier,
                    form=form,
                    rule=rule,
                    score=tier.rank / 4 + index / 100,
                    reasons=(reason.format(**words),),
                    lowered=(lowered,) if lowered else (),
                    seen_days_ago=(index + place * 2) % 8 + 0.1,
                    account=holder,
                    post={
                        "native_id": f"http://warga.telagabiru.example/{index}/{person.id}",
                        "published_at": NOW - timedelta(days=(index + place * 2) % 8 + 0.4),
                    },
                )
            )
    return made + _special(accounts, made)


def _special(accounts: list[Account], made: list[Candidate]) -> list[Candidate]:
    first = made[1]
    copies = [
        replace(
            _again(first, first.post.text + ending, f"http://warga{index}.telagabiru.example/s"),
            account=accounts[index],
            first_seen=first.first_seen + timedelta(hours=index + 1),
        )
        for index, ending in enumerate(["", " 🔥", " Sebarkan!"])
    ]
    old_text = "Kerja bakti kantor hari Sabtu, mohon hadir semua."
    edited = replace(
        made[4],
        other_versions=(
            OtherVersion(
                digest("v1"),
                made[4].post.text.replace("menangkan", "dukung"),
                made[4].first_seen - timedelta(hours=7),
            ),
            OtherVersion(digest("v3"), old_text, made[4].last_seen),
        ),
        absences=(
            AbsenceSign("404", NOW - timedelta(hours=9)),
            AbsenceSign("404", NOW - timedelta(hours=3)),
        ),
    )
    made[4] = edited
    comment = a_candidate(
        "Mantap pak, lanjutkan! 💪🏽",
        spans={"Mantap": "signal", "lanjutkan": "signal"},
        contestants=("yulius-marni",),
        tier=Tier.MEDIUM,
        form=Form.F5,
        account=accounts[2],
        seen_days_ago=2,
        reasons=("Pujian “Mantap” dan “lanjutkan” di bawah unggahan akun peserta.",),
        post={
            "parent_text": "Terima kasih warga Muara Lumba, besok kita ke Telaga Utara.",
            "parent_author": "@yuliustabora_",
            "parent_id": "p1",
        },
    )
    long = "Catatan perjalanan hari ini cukup panjang. " * 120
    essay = long + "Terakhir, jangan lupa dukung Arman Gunadi tanggal 27. " + long
    keyword = a_candidate(
        "Guru honorer wajib pilih Siti Maharani, kata \u202eketua\u202c kelompok\u200b kerja",
        spans={"wajib pilih": "signal", "Siti Maharani": "target"},
        contestants=("arman-siti",),
        known=False,
        seen_days_ago=6.5,
        post={"author": "warga_telaga", "published_at": None, "published_raw": "kemarin sore"},
        keyword=Keyword("k1", "Siti Maharani", ("portal",), "nama peserta"),
        source=Source(
            "portal-warga",
            Platform.WORDPRESS,
            "http://portal.telagabiru.example",
            True,
            "95.99",
            ZONE,
            Role.NEWS,
            "",
        ),
    )
    hostile = a_candidate(
        "<script>alert(1)</script> <img src=x onerror=alert(2)> dukung Yulius Tabora "
        '"><svg onload=alert(3)> =1+1',
        spans={"dukung": "signal", "Yulius Tabora": "target"},
        contestants=("yulius-marni",),
        tier=Tier.LOW,
        account=accounts[5],
        post={"url": "javascript:alert(4)", "native_id": "x"},
    )
    return [
        *copies,
        comment,
        a_candidate(
            essay,
            spans={"dukung": "signal", "Arman Gunadi": "target"},
            contestants=("arman-siti",),
            tier=Tier.MEDIUM,
            account=accounts[3],
            seen_days_ago=3,
        ),
        keyword,
        hostile,
    ]


def _again(candidate: Candidate, text: str, address: str) -> Candidate:
    post = a_post(text, native_id=address, published_at=candidate.post.published_at)
    return replace(candidate, post=post, version=post.version, proof=a_proof(post))


def sample_coverage(places: int = 62) -> Coverage:
    """Some sixty watched places, most of them reached."""
    troubles = {
        7: (Outcome.ROBOTS_REFUSED, "robots.txt: Disallow: /", 0),
        19: (Outcome.FAILED, "connection refused", 0),
        20: (Outcome.ROBOTS_UNREACHABLE, "robots.txt answered 503", 0),
        33: (Outcome.LOGIN_WALL, "halaman masuk", 0),
        41: (Outcome.RATE_LIMITED, "429, Retry-After 3600", 2),
        50: (Outcome.GONE, "404", 0),
        57: (Outcome.FAILED, "broken feed", 1),
    }
    watched = []
    for index in range(places):
        outcome, detail, reached = troubles.get(
            index, (Outcome.UNCHANGED if index % 3 else Outcome.COLLECTED, "", 4)
        )
        name = PEOPLE[index % len(PEOPLE)][0].split()[0]
        watched.append(
            Watched(
                slot_id=digest("slot", str(index)),
                kind="keyword" if index % 11 == 10 else "account",
                label=f"{name} {index + 1}",
                place=PEOPLE[index % len(PEOPLE)][2],
                platform="feed",
                address=f"http://warga{index}.telagabiru.example/feed",
                outcome=outcome,
                detail=detail,
                rounds=4,
                reached=reached,
                last_reached=None if index in (7, 33) else NOW - timedelta(hours=3),
                posts=index % 5,
            )
        )
    since = datetime(2029, 11, 23, 21, 0, tzinfo=UTC)
    return Coverage(since, NOW, tuple(watched), 143, 1506)


def sample_queue(**changes: object) -> Queue:
    """The invented day, planned."""
    candidates = sample_candidates()
    since: dict[Key, date] = {c.key: date(2029, 11, 23) for c in candidates[::9]}
    values: dict[str, object] = {"coverage": sample_coverage(), "since": since, "reviewers": 2}
    return a_queue(*candidates, **{**values, **changes})
