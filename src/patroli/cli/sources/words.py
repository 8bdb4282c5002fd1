"""The words of `patroli sources` that no page shares: English for ops, Indonesian for reviewers."""

from __future__ import annotations

from collections.abc import Mapping

from patroli.sources.picture import GROUPS

SHORTEST = 8
"""Letters of a question's id that name it."""
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "source": "source", "platform": "platform", "rounds": "rounds", "reached": "last reached",
        "post": "last post", "due": "next due",
        "never": "never", "unknown": "not known", "set_aside": "set aside", "agency": "agency",
        "region": "region", "total": "all", "well": "well", "strange": "answers, but strangely",
        "lost": "not reached", "questions": "Questions about accounts",
        "none": "No question about an account is open.",
        "summary": "{ill} of {all} sources need looking after.",
        "refused": "{refused} of {all} are refused by robots.txt and not read.",
        "no_round": "Nothing is known of any source: {history} holds no round of the {days} days "
        "before {day}. Was anything collected and loaded? --data and --now name another place and "
        "time.",
    },
    "id": {
        "source": "sumber", "platform": "platform", "rounds": "putaran",
        "reached": "terjangkau", "post": "unggahan", "due": "ditanya lagi",
        "never": "belum pernah", "unknown": "tidak diketahui",
        "set_aside": "dikarantina", "agency": "instansi", "region": "wilayah", "total": "jumlah",
        **GROUPS, "questions": "Pertanyaan tentang akun",
        "none": "Tidak ada pertanyaan tentang akun yang belum dijawab.",
        "summary": "{ill} dari {all} sumber perlu diperiksa.",
        "refused": "{refused} dari {all} dilarang robots.txt dan tidak dibaca.",
        "no_round": "Belum ada yang diketahui tentang sumber mana pun: {history} tidak memuat "
        "putaran dalam {days} hari sebelum {day}. Sudahkah ada yang dikumpulkan dan dimuat? "
        "--data dan --now menunjuk tempat dan waktu lain.",
    },
}  # fmt: skip
