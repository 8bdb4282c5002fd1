"""A sentence with slots in, what a supporter of one contestant would have written out.

The labelled set names nobody: `{panggilan}` is said of each contestant in turn, so it is even
between them by construction. `{lain.…}` and `{lainnya.…}` are the next two contestants, `{1.…}` the
contestant with that place in the contest. `{panggilan:leet}` disguises what stands in the slot.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from patroli.model import Contest, Contestant

_SLOT = re.compile(r"\{([^{}]+)\}")
_WORDS = ("nol", "satu", "dua", "tiga", "empat", "lima")
_JAVANESE = ("nol", "siji", "loro", "telu", "papat", "lima")
_ROMANS = ("", "I", "II", "III", "IV", "V")
_LEET = str.maketrans("aio", "410")
_CYRILLIC = str.maketrans("aeiopcy", "аеіорсу")

DISGUISES: dict[str, Callable[[str], str]] = {
    "leet": lambda text: text.translate(_LEET),
    "kiril": lambda text: text.translate(_CYRILLIC),
    "panjang": lambda text: text + text[-1] * 4,
    "nol": lambda text: "\u200b".join(text),
}


def speak(text: str, contest: Contest, who: int) -> str:
    """Fill every slot for one contestant. Raises KeyError for a slot nobody knows."""

    def filled(match: re.Match[str]) -> str:
        name, _, disguise = match.group(1).partition(":")
        whose, _, slot = name.rpartition(".")
        words = _words(contest.contestants[_place(whose, who, len(contest.contestants))])
        if disguise == "jawa":
            return words[slot + ":jawa"]
        return DISGUISES[disguise](words[slot]) if disguise else words[slot]

    return _SLOT.sub(filled, text)


def _place(whose: str, who: int, size: int) -> int:
    if whose.isdigit():
        return int(whose) - 1
    return (who + {"": 0, "lain": 1, "lainnya": 2}[whose]) % size


def _words(contestant: Contestant) -> dict[str, str]:
    number = contestant.number or 0
    first, second = contestant.names[0], contestant.names[-1]
    return {
        "nama": first,
        "panggilan": first.split()[0],
        "nama_wakil": second,
        "panggilan_wakil": second.split()[0],
        "pasangan": f"{first.split()[0]}-{second.split()[0]}",
        "singkatan": contestant.short[0],
        "nomor": str(number),
        "nol_nomor": f"0{number}",
        "bilangan": _WORDS[number],
        "bilangan:jawa": _JAVANESE[number],
        "romawi": _ROMANS[number],
        "keycap": f"{number}\ufe0f\u20e3",
        "tanda": contestant.signs[0],
        "lambang": contestant.signs[-1],
        "tagar": contestant.tags[0],
        "partai": contestant.parties[0],
        "warna": contestant.colours[0],
        "akun": contestant.accounts[0],
        "tim": contestant.teams[0],
        "slogan": contestant.slogans[0],
    }
