"""Conditions of sources in, what people read out: Indonesian for pages, English for ops."""

from __future__ import annotations

from collections.abc import Sequence

from patroli.ledger_words import ledger_words
from patroli.model import Outcome
from patroli.sources.condition import Condition
from patroli.sources.source import Source
from patroli.wording import OUTCOMES

CONDITIONS = {
    Condition.NEVER: "belum pernah terjangkau",
    Condition.FAILING: "tidak terjangkau lagi",
    Condition.EMPTY: "menjawab, tetapi unggahannya hilang semua",
    Condition.ALIKE: "semua unggahan terbarunya berteks sama",
    Condition.FEWER: "daftarnya mendadak jauh lebih pendek",
    Condition.BARE: "tanggal atau nama penulisnya hilang",
    Condition.SHORTER: "teksnya mendadak pendek; tata letak laman mungkin berubah",
    Condition.SILENT: "mendadak sepi",
    Condition.REFUSED: "dilarang robots.txt",
    Condition.WELL: "baik",
}

ADVICE = {
    Condition.NEVER: "Periksa alamatnya. Bila benar, catat bahwa akun ini tidak terawasi.",
    Condition.FAILING: "Buka alamatnya dengan peramban. Pindah, ditutup, atau menolak patroli?",
    Condition.EMPTY: "Buka alamatnya. Bila unggahan masih tampak, alamat umpan atau laman berubah.",
    Condition.ALIKE: "Buka satu unggahan. Pemberitahuan atau tembok yang terbaca sebagai unggahan?",
    Condition.FEWER: "Hitung unggahan di laman aslinya; mungkin sebagian tidak terbaca lagi.",
    Condition.BARE: "Bandingkan satu unggahan baru dengan aslinya; mungkin tata letak berubah.",
    Condition.SHORTER: "Bandingkan satu unggahan baru dengan aslinya; mungkin `selector` berubah.",
    Condition.SILENT: "Periksa apakah orangnya pindah ke akun lain atau akunnya menjadi privat.",
    Condition.REFUSED: "Sumber ini tidak terawasi; jangan diakali. Bila penting, lihat sendiri "
    "sebagai warga biasa. robots.txt dibaca lagi dengan sendirinya.",
    Condition.WELL: "",
}

ENGLISH = {
    Condition.NEVER: "never reached",
    Condition.FAILING: "not reached any more",
    Condition.EMPTY: "answers, all posts gone",
    Condition.ALIKE: "newest posts all one text",
    Condition.FEWER: "lists far fewer posts",
    Condition.BARE: "dates or authors vanished",
    Condition.SHORTER: "texts suddenly short",
    Condition.SILENT: "suddenly silent",
    Condition.REFUSED: "refused by robots.txt",
    Condition.WELL: "well",
}

ENGLISH_OUTCOMES: dict[Outcome | None, str] = {
    Outcome.COLLECTED: "reached, posts read",
    Outcome.UNCHANGED: "reached, nothing new",
    Outcome.EMPTY: "reached, no posts",
    Outcome.GONE: "the address does not exist any more",
    Outcome.BLOCKED: "the site refused the request",
    Outcome.LOGIN_WALL: "only for those who log in; not opened",
    Outcome.ROBOTS_REFUSED: "refused by the site's robots.txt; obeyed",
    Outcome.ROBOTS_UNREACHABLE: "the site's robots.txt could not be read; tried again",
    Outcome.RATE_LIMITED: "the site asked for a longer pause",
    Outcome.FAILED: "not connected, or not readable",
    Outcome.SKIPPED: "skipped in the last round",
    None: "planned, but the round never ended",
}


def condition_words(condition: Condition, language: str) -> str:
    """How a source is, in `id` or `en`."""
    return (CONDITIONS if language == "id" else ENGLISH)[condition]


def why(source: Source, language: str) -> str:
    """Why it needs looking after or is not read, in plain words; empty where all is well."""
    if source.condition is Condition.WELL:
        return ""
    said = condition_words(source.condition, language)
    if source.is_lost and source.condition is not Condition.REFUSED:
        last = source.outcomes[-1] if source.outcomes else None
        said += f": {(OUTCOMES if language == 'id' else ENGLISH_OUTCOMES)[last]}"
    told = (ledger_words(source.detail) if language == "id" else "") or source.detail
    return f"{said} ({told})" if told else said


_SPARKS = {
    Outcome.COLLECTED: "█",
    Outcome.UNCHANGED: "▅",
    Outcome.EMPTY: "▂",
    Outcome.SKIPPED: "·",
    None: "?",
}
LOST = "×"


def spark(outcome: Outcome | None) -> str:
    """One round: `█` posts, `▅` unchanged, `▂` none, `·` skipped, `×` not reached, `?` no end."""
    return _SPARKS.get(outcome, LOST)


def sparkline(outcomes: Sequence[Outcome | None], width: int = 20) -> str:
    """The last rounds, the newest on the right."""
    return "".join(map(spark, outcomes[-width:]))
