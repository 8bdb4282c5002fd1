"""Conditions of sources in, what people read out: Indonesian for pages, English for ops."""

from __future__ import annotations

from patroli.model import Outcome
from patroli.sources.condition import Condition

CONDITIONS = {
    Condition.NEVER: "belum pernah terjangkau",
    Condition.FAILING: "tidak terjangkau lagi",
    Condition.EMPTY: "menjawab, tetapi unggahannya hilang semua",
    Condition.ALIKE: "semua unggahan terbarunya berteks sama",
    Condition.FEWER: "daftarnya mendadak jauh lebih pendek",
    Condition.BARE: "tanggal atau nama penulisnya hilang",
    Condition.SHORTER: "teksnya mendadak pendek; tata letak laman mungkin berubah",
    Condition.SILENT: "mendadak sepi",
    Condition.WELL: "baik",
}

ADVICE = {
    Condition.NEVER: "Periksa alamatnya. Bila benar, catat bahwa akun ini tidak terawasi.",
    Condition.FAILING: "Buka alamatnya dengan peramban. Pindah, ditutup, atau menolak patroli?",
    Condition.EMPTY: "Buka alamatnya. Bila unggahan masih tampak, alamat umpan atau laman berubah.",
    Condition.ALIKE: "Buka satu unggahan. Pemberitahuan atau tembok yang terbaca sebagai unggahan?",
    Condition.FEWER: "Hitung unggahan di laman aslinya; mungkin sebagian daftar tidak terbaca lagi.",
    Condition.BARE: "Bandingkan satu unggahan baru dengan aslinya; tata letak laman mungkin berubah.",
    Condition.SHORTER: "Bandingkan satu unggahan baru dengan aslinya; mungkin `selector` berubah.",
    Condition.SILENT: "Periksa apakah orangnya pindah ke akun lain atau akunnya menjadi privat.",
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
    Condition.WELL: "well",
}

_SPARKS = {
    Outcome.COLLECTED: "█",
    Outcome.UNCHANGED: "▅",
    Outcome.EMPTY: "▂",
    Outcome.SKIPPED: "·",
    None: "?",
}


def sparkline(rounds: tuple[Outcome | None, ...], width: int = 20) -> str:
    """The last rounds, oldest first: `█` posts, `▅` unchanged, `▂` none, `×` not reached."""
    return "".join(_SPARKS.get(outcome, "×") for outcome in rounds[-width:])
