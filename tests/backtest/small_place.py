"""A configuration of one contest and two rules in a folder, and a history to judge by it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from tests.fakes import NOW, a_post, a_slot
from tests.landed import land_posts

from patroli.history import History
from patroli.landing import list_batches

SETTINGS = """
team: Tim Uji
zone: Asia/Jayapura
contact: tim@uji.example
backtest_days: 10
"""
CONTEST = """
id: telaga-uji
title: Pemilihan Uji
region: "95.99"
zone: Asia/Jayapura
office: [bupati]
watched: 2029-06-01 .. 2029-12-31
stages:
  kampanye: 2029-09-25 .. 2029-12-20
contestants:
"""
CONTESTANT = """
  - id: {id}
    names: [{name}]
    short: []
    number: {number} from 2029-09-23
    parties: []
    tags: []
    signs: []
    colours: []
    slogans: []
    teams: []
    accounts: []
"""
LAW = """
acts:
  - title: Undang-Undang Uji
    number: UU 1/2029
    valid_from: 2029-01-01
    address: https://uu.example/
    norms:
      - id: uu-uji
        article: Pasal 1
        summary: Netral.
"""
LEXICON = """
lists:
  negation:
    title: Kata ingkar
    words: [tidak, jangan]
"""
RULE = """
id: {id}
title: {title}
status: {status}
form: F1
basis: [uu-uji]
tier: {tier}
find:
  all:
    - [{word}]
    - ["{{name}}"]
lowered_by: [negation]
examples:
  flag:
    - {example}
  pass:
    - Selamat pagi semua
"""
ACCOUNTS = (
    "id,holder,role,position,agency,region,zone,platform,address,selector,proof,confidence,"
    "reason,watched_from,watched_to\n"
    "dewi-feed,Dewi Lestawa,asn,Guru,SMP Uji,95.99.01,Asia/Jayapura,feed,"
    "http://contoh.example/feed,,Tertaut dari situs dinas,sure,Guru ASN,2029-06-01,\n"
    "calon-feed,Arman Gunadi,contestant,Calon,Tim,95.99,Asia/Jayapura,feed,"
    "http://calon.example/feed,,Resmi,sure,Peserta,2029-06-01,\n"
)
NAMES = {"arman": "Arman Gunadi", "bagas": "Bagas Wiratama"}


def a_config(folder: Path) -> Path:
    """A sound configuration below `folder`."""
    contest = CONTEST + "".join(
        CONTESTANT.format(id=ident, name=name, number=number)
        for number, (ident, name) in enumerate(NAMES.items(), start=1)
    )
    files = {
        "patroli.yaml": SETTINGS,
        "contests/telaga-uji.yaml": contest,
        "law.yaml": LAW,
        "keywords.yaml": "sources: []\nkeywords: []\n",
        "lexicon/konteks.yaml": LEXICON,
        "accounts/pegawai.csv": ACCOUNTS,
    }
    for name, text in files.items():
        path = folder / "config" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n"), "utf-8")
    a_rule_file(folder, "ajakan", "dukung~")
    a_rule_file(folder, "doa", "doakan", tier="medium")
    return folder / "config"


def a_rule_file(
    folder: Path, ident: str, word: str, *, status: str = "active", tier: str = "high"
) -> None:
    """Write one rule that asks for `word` and a name."""
    example = f"Ayo {word.rstrip('~')} {{name}}"
    text = RULE.format(
        id=ident, title=f"Aturan {ident}", status=status, word=word, tier=tier, example=example
    )
    path = folder / "config" / "rules" / f"{ident}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.lstrip("\n"), "utf-8")


def a_history(
    folder: Path, texts: Iterable[str], *, at: datetime = NOW, round_id: str = "r1"
) -> Path:
    """Land these texts as posts of the watched civil servant and load them."""
    posts = [
        a_post(text, native_id=f"http://contoh.example/{round_id}/{number}")
        for number, text in enumerate(texts)
    ]
    land_posts(folder / "data" / "landing", posts, slot=a_slot(), round_id=round_id, at=at)
    with History.open(folder / "data" / "history.duckdb") as history:
        history.load(list_batches(folder / "data" / "landing"), at + timedelta(hours=1))
    return folder / "data"


def campaign(names: Iterable[str] = NAMES.values()) -> list[str]:
    """For every name a few posts of each kind, and posts about nobody."""
    return [
        text.format(name=name, number=number)
        for name in names
        for number in range(3)
        for text in (
            "Ayo dukung {name} {number}",
            "Mari doakan {name} {number}",
            "Mari menangkan {name} {number}",
            "Jangan dukung {name} {number}",
            "{name} datang ke pasar {number}",
        )
    ] + [f"Selamat pagi {number}" for number in range(10)]
