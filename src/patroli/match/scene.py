"""One text with what was found in it, each find confirmed on the original."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from patroli.match.asked import Asked
from patroli.match.confirm import confirmed
from patroli.match.found import Hit
from patroli.match.meanings import Use
from patroli.rules.surface import Surface

_CLAUSE = re.compile(r"[,;:!?()\[\]…—–\n\r\"“”|#]|\.(?=\s|$)|\s-\s|->")
_SENTENCE = re.compile(r"[.!?…]+(?=[\s\"”')\]]|$)|[\n\r]+")
_QUOTES = " \"'”’)"
_ASKS = re.compile(
    r"\b(?:nanya|tanya|bertanya|jelasin|jelaskan|penasaran|bingung)\b", re.IGNORECASE
)
"""What is no answer but goes on asking."""
_WHEN_WHERE = re.compile(
    r"\b(?:kapan|jam berapa|jam brp|di ?mana|dmn|lewat mana|berapa|beneran|nanya|tanya"
    r"|apa iya|masa iya|benarkah|dari mana|ada yang ta[uh]+)\b",
    re.IGNORECASE,
)
"""What nobody asks himself to answer it."""
_LIST_MARK = re.compile(r"^(?:\d{1,2}[.)]|[-*•])\s*")
"""What an answer that is a list begins with."""
_TAG_SO_FAR = re.compile(r"#\w*")
_SHORTENED = frozenset(
    ("no", "nmr", "nomor", "dr", "drs", "dra", "h", "hj", "ir", "st", "prof", "jl", "jln", "kab",
     "kec", "kel", "sdr", "bpk", "ust", "gg", "rt", "rw", "dll", "dkk", "yth", "tgl", "hal")
)  # fmt: skip
"""Words whose point ends no sentence."""


Knows = Callable[[str], bool]
"""Whether a word is one of the rules', or of what contestants are called."""


@dataclass(slots=True, eq=False)
class Find:
    """One confirmed meaning of one hit; no two are the same, wherever they stand."""

    use: Use
    groups: frozenset[int]
    """Numbers of the groups that asked for this very spelling; a target serves by its slot."""
    start: int
    """First code point."""
    end: int
    first_word: int
    last_word: int
    weak: bool
    """A short name written like a common word."""
    in_tag: bool


class Scene:
    """A text, its finds in order, its sentences and clauses."""

    def __init__(self, text: str, hits: Iterable[Hit], asked: Asked, knows: Knows) -> None:
        """Finds are those that certain rules may look at."""
        self.text = text
        self._known = knows
        self._answered: dict[int, bool] = {}
        self.finds: tuple[Find, ...] = tuple(self._confirm(hits, asked))

    def between(self, one: Find, other: Find) -> int:
        """Words between two finds; 0 if they touch or overlap."""
        if one.first_word > other.first_word:
            one, other = other, one
        return max(0, other.first_word - one.last_word - 1)

    def sentence(self, place: int) -> int:
        """The number of the sentence a code point stands in."""
        return bisect_right(self._sentence_ends, place)

    def knows(self, word: str) -> bool:
        """Whether a word is one of the rules', or of what contestants are called."""
        return self._known(word.lower())

    def answered(self, place: int) -> bool:
        """Whether a sentence asks and the next one answers: `Pilih siapa? Ya jelas …`."""
        if "?" not in self.text:
            return False
        number = self.sentence(place)
        if number not in self._answered:
            self._answered[number] = self._is_answered(place, number)
        return self._answered[number]

    def _is_answered(self, place: int, number: int) -> bool:
        ends = self._sentence_ends
        asked = self.sentence_text(place).rstrip(_QUOTES)
        if not asked.endswith("?") or number >= len(ends) or _WHEN_WHERE.search(asked):
            return False
        rest = _LIST_MARK.sub("", self.text[ends[number] :].strip())
        told = re.split(_SENTENCE, rest, maxsplit=1)[0]
        asks = rest[len(told) :].lstrip("!.").startswith("?") or _ASKS.search(told)
        return bool(re.search(r"\w{2}", told)) and not asks

    def sentence_text(self, place: int) -> str:
        """That sentence with the marks that end it."""
        number = self.sentence(place)
        ends = self._sentence_ends
        start = ends[number - 1] if number else 0
        return self.text[start : ends[number] if number < len(ends) else len(self.text)]

    def clause_border(self, start: int, end: int) -> bool:
        """Whether a comma, a point or the like stands between two places."""
        return _CLAUSE.search(self.text, start, end) is not None

    @cached_property
    def _sentence_ends(self) -> list[int]:
        ends: list[int] = []
        for match in _SENTENCE.finditer(self.text):
            if match.group() == ".":
                before = re.search(
                    r"[A-Za-z]+$", self.text[max(0, match.start() - 12) : match.start()]
                )
                word = before.group().lower() if before else ""
                if word in _SHORTENED or len(word) == 1:
                    continue
            ends.append(match.end())
        return ends

    def _confirm(self, hits: Iterable[Hit], asked: Asked) -> Iterator[Find]:
        text = self.text
        tagged = "#" in text
        for literal, first_word, last_word, words in hits:
            spelled = tuple([text[a:b] for a, b in words])
            readings = asked.read(literal, spelled)
            if not readings:
                continue
            start, end = words[0][0], self._trimmed(words[0][0], words[-1][1])
            in_tag = tagged and _in_tag(text, start)
            known: dict[Surface, tuple[bool, bool]] = {}
            for use, groups, good in readings:
                weak = False
                if not good:
                    sign = known.get(use.surface)
                    if sign is None:
                        sign = confirmed(use.surface, text, start, end, spelled, in_tag)
                        known[use.surface] = sign
                    good, weak = sign
                if good:
                    yield Find(use, groups, start, end, first_word, last_word, weak, in_tag)

    def _trimmed(self, start: int, end: int) -> int:
        """The end without quotes and the like that folding dropped."""
        while end - 1 > start and self.text[end - 1] in "'`´’‘ʼ\u200b\u200c\u200d\u2060\ufeff":
            end -= 1
        return end


def _in_tag(text: str, place: int) -> bool:
    """Whether a place is inside a hashtag."""
    start = max(0, place - 200)
    sign = text.rfind("#", start, place)
    return sign >= 0 and _TAG_SO_FAR.fullmatch(text, sign, place) is not None


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A spelling for comparing: compatibility forms resolved, marks dropped, small letters."""
    kept = unicodedata.normalize("NFKC", text)
    return "".join(c for c in kept if unicodedata.category(c) not in ("Mn", "Me", "Cf")).casefold()
