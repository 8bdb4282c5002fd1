"""Legal bases in, the few short lines a reviewer reads out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from patroli.model import LegalBasis

LONGEST_SHORT = 60
"""Characters of a title that has no shorter form of its own."""

_KINDS = {
    "Undang-Undang": "UU",
    "Peraturan Pemerintah": "PP",
    "Peraturan KPU": "PKPU",
    "Peraturan Bawaslu": "Perbawaslu",
    "Surat Edaran": "SE",
    "Surat Edaran MenPANRB": "SE MenPANRB",
    "Surat Edaran Bawaslu": "SE Bawaslu",
}
_NUMBERED = re.compile(r"(.+?) Nomor (\S+) Tahun (\d{4})\b")
_DATED = re.compile(r"(Keputusan Bersama)\b.*?(\d{1,2} \w+ \d{4})")
_COUNTED = re.compile(r"(.*\b(?:angka|huruf|ayat)) (\S+)")


@dataclass(frozen=True, slots=True)
class LegalLine:
    """One act with all of its articles that an item may point to."""

    short: str
    title: str
    articles: str
    address: str
    norms: tuple[LegalBasis, ...]


def legal_lines(bases: Iterable[LegalBasis]) -> tuple[LegalLine, ...]:
    """One line for each act, in the order given, its articles together."""
    acts: dict[tuple[str, str], list[LegalBasis]] = {}
    for basis in bases:
        acts.setdefault((basis.title, basis.address), []).append(basis)
    return tuple(
        LegalLine(
            short_title(title),
            title,
            join_articles(n.article for n in norms),
            address,
            tuple(norms),
        )
        for (title, address), norms in acts.items()
    )


def short_title(title: str) -> str:
    """`UU 7/2017` for `Undang-Undang Nomor 7 Tahun 2017 tentang …`; else the title, cut."""
    numbered = _NUMBERED.match(title)
    if numbered and numbered[1] in _KINDS:
        return f"{_KINDS[numbered[1]]} {numbered[2]}/{numbered[3]}"
    dated = _DATED.match(title)
    if dated:
        return f"{dated[1]} {dated[2]}"
    plain = title.split(" (")[0]
    if len(plain) <= LONGEST_SHORT:
        return plain
    return plain[:LONGEST_SHORT].rsplit(" ", 1)[0] + " …"


def join_articles(articles: Iterable[str]) -> str:
    """`angka 2` and `angka 6` of the same list as `angka 2 dan 6`; others after a semicolon."""
    lists: dict[str, list[str]] = {}
    for article in dict.fromkeys(a for a in articles if a):
        counted = _COUNTED.fullmatch(article)
        numbers = lists.setdefault(counted[1] if counted else article, [])
        if counted:
            numbers.append(counted[2])
    return "; ".join(f"{start} {_listed(numbers)}".strip() for start, numbers in lists.items())


def _listed(words: list[str]) -> str:
    return " dan ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
