"""Configuration in, the great many posts about nothing in particular out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from patroli.config import Config
from patroli.demo.days import between, rounds, some_time
from patroli.demo.draft import Draft
from patroli.demo.phrases import Writer, sections
from patroli.demo.places import CLOSED
from patroli.demo.planted import PASSERS_BY
from patroli.model import Account, Platform, Role

_WORK = (
    (("Guru", "Sekolah", "BK"), "sekolah"),
    (("Perawat", "Bidan", "Mantri", "Dokter", "Apoteker", "KB"), "kesehatan"),
    (("Kampung", "Pertanian"), "kampung"),
)
_SPOKEN = {
    "papua": "Yosep Martinus Yakob Obet Gerson Frans Silas Meri Ayub Markus Yosina Ester Denis Ana",
    "jawa": "Slamet Joko Tono Bambang Sri Wati Agus Edi Ronny Tini",
    "sunda": "Asep Euis Lilis Hendra",
    "gaul": "Lia Novi Selvi Fitri Nurul Tuti Vero",
}
_COMMON = ("cuaca", "doa", "olahraga", "pasar", "keluhan", "keluarga")
EDITS, DELETIONS, PICTURES = 24, 18, 0.08
"""How many everyday posts change or vanish between rounds, and the share with a picture."""


def everyday_drafts(
    config: Config, seed: int, today: date, size: int, planted: Sequence[Draft]
) -> list[Draft]:
    """About `size` harmless posts, more from those who have few planted ones."""
    chance = Random(f"everyday-{seed}-{today}")
    roles = {Role.ASN, Role.NEWS, Role.AGENCY}
    writers = [a for a in config.accounts if a.role in roles and a.watched_to is None]
    have = Counter(d.account.id for d in planted if d.account)
    drafts: list[Draft] = []
    while len(drafts) < size - len(PASSERS_BY) * 8:
        account = chance.choice(writers)
        if have[account.id] > chance.randint(12, 34):
            continue
        have[account.id] += 1
        drafts.append(_post(chance, account, len(drafts), today))
    drafts += [_passer_by(chance, place, today) for place in range(size - len(drafts))]
    return _unsettled(chance, drafts, today)


def _post(chance: Random, account: Account, place: int, today: date) -> Draft:
    key = f"everyday-{place:04}"
    at = some_time(chance, today, last=3 if account.id in CLOSED else 1)
    writer = Writer(chance, {})
    if account.role is not Role.ASN:
        section = "berita" if account.role is Role.NEWS else "lembaga"
        text = writer.write(chance.choice(sections("berita")[section]))
        title, _, body = text.partition(" | ")
        return Draft(key, account, account.holder, at, title, body)
    topic = _topic(chance, account)
    text = "\n\n".join(_sentences(chance, writer, topic, account.platform))
    picture = chance.random() < PICTURES
    return Draft(
        key, account, account.holder, at, _title(chance, account, topic), text, picture=picture
    )


def _topic(chance: Random, account: Account) -> str:
    work = next(
        (
            t
            for words, t in _WORK
            if any(w in f"{account.position} {account.agency}" for w in words)
        ),
        "kantor",
    )
    spoken = next(
        (v for v, names in _SPOKEN.items() if account.holder.split()[0] in names.split()), "gaul"
    )
    return chance.choice((work, work, work, spoken, spoken, chance.choice(_COMMON)))


def _sentences(chance: Random, writer: Writer, topic: str, platform: Platform) -> Iterator[str]:
    """A short post, or two or three paragraphs where people write longer."""
    long = platform is not Platform.FEED
    patterns = sections("sehari-hari")[topic]
    for pattern in chance.sample(patterns, chance.choice((2, 3)) if long else 1):
        text = writer.write(pattern)
        tag = not long and chance.random() < 0.25
        yield f"{text} {chance.choice(sections('isian')['penutup'])}" if tag else text


def _title(chance: Random, account: Account, topic: str) -> str:
    if account.platform is Platform.FEED:
        return ""
    titles = sections("judul")
    return chance.choice(titles.get(topic, titles["umum"]))


def _passer_by(chance: Random, place: int, today: date) -> Draft:
    topic = chance.choice((*_COMMON, "papua", "jawa", "gaul"))
    text = Writer(chance, {}).write(chance.choice(sections("sehari-hari")[topic]))
    author = chance.choice(PASSERS_BY)
    return Draft(f"passer-by-{place:04}", None, author, some_time(chance, today), "", text)


def _unsettled(chance: Random, drafts: list[Draft], today: date) -> list[Draft]:
    """Some everyday posts are corrected or taken down between the rounds, as everywhere."""
    first, _, last = rounds(today)
    old = [d for d in drafts if first - timedelta(days=5) < d.at < first]
    chosen = chance.sample(old, min(len(old), EDITS + DELETIONS))
    changed: dict[str, Draft] = {}
    for place, draft in enumerate(chosen):
        at = between(chance, first, last)
        fixed = f"{draft.text} (ralat: sudah diperbaiki)"
        edit, end = {"edits": ((at, fixed),)}, {"deleted_at": at}
        changed[draft.key] = replace(draft, **(edit if place < EDITS else end))
    return [changed.get(d.key, d) for d in drafts]
