"""The names of a post in, out comes whether they speak of everybody alike, or of somebody else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from patroli.match.around import Around
from patroli.match.scene import Find, Scene

_WORD_NUMBERS = {"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5}
_ONE_NUMBER = rf"(?:0?\d{{1,2}}|{'|'.join(_WORD_NUMBERS)})"
_ENUMERATED = re.compile(
    rf"(?<![\w/:.]){_ONE_NUMBER}"
    rf"(?:\s*(?:,|/|&|dan|atau|maupun|,\s*dan|,\s*atau)\s*{_ONE_NUMBER})+(?!\w)",
    re.IGNORECASE,
)
_SURNAME = re.compile(r" ([A-Z][a-z]{3,})\b(?!['’-])")
_ALIKE = re.compile(
    r"\s*(?:[,&/]|\b(?:dan|atau|maupun|ataupun|vs|versus)\b\.?|,\s*dan\b)\s*"
    r"(?:(?:pak|pa|bapak|bu|ibu|mama|om|bang|kak|mas|mbak|paslon|pasangan|tim)\s+)?",
    re.IGNORECASE,
)
"""What stands between two who are named alike: `Pak A dan Bu B`, `A vs B`."""


def everybody_is_named(around: Around) -> bool:
    """Whether the post names everybody, and not only to ask who of them and answer it."""
    if around.contestants < 2:
        return False
    scene = around.scene
    told = (t for t in around.targets if t.use.slot != "colour" and not scene.answered(t.start))
    named = {target.use.contestant for target in told}
    if len(named) == around.contestants:
        return True
    for match in _ENUMERATED.finditer(scene.text):
        if scene.answered(match.start()):
            continue
        listed = {_number(each) for each in re.findall(_ONE_NUMBER, match.group(), re.IGNORECASE)}
        if around.numbers and around.numbers <= listed:
            return True
    return False


def _number(written: str) -> int:
    return int(written) if written.isdigit() else _WORD_NUMBERS[written.lower()]


def named_alike(match: Sequence[Find], around: Around) -> Find | None:
    """Another contestant beside each mention that a match rests on, joined by `dan` or `vs`."""
    pointing = [find for find in match if find.use.points and find.use.contestant is not None]
    beside = [_beside(find, around) for find in pointing]
    return next(iter(beside), None) if beside and all(beside) else None


def _beside(find: Find, around: Around) -> Find | None:
    text = around.scene.text
    for other in around.targets:
        if other.use.contestant == find.use.contestant or other.use.slot == "colour":
            continue
        first, then = sorted((find, other), key=lambda f: f.start)
        if first.end <= then.start and _ALIKE.fullmatch(text, first.end, then.start):
            return other
    return None


def other_name(find: Find, scene: Scene) -> str:
    """The whole name of somebody else of whom a find knows one word only: `Pak Yulius Wanma`.

    A capital begins it and the word beside it, which nobody else uses; in a text that capitalises
    every word that says nothing.
    """
    if find.use.slot not in ("name", "firstname"):
        return ""
    words = scene.text[find.start : find.end].split()
    if not words[-1][0].isupper() or words[-1].isupper() or find.in_tag:
        return ""
    after = _SURNAME.match(scene.text, find.end)
    if not after or scene.knows(after.group(1)) or _titled(scene.text):
        return ""
    return scene.text[find.start : after.end()]


def _titled(text: str) -> bool:
    """Whether most longer words of a text begin with a capital."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    capital = [word for word in words if word[0].isupper()]
    return 2 * len(capital) > len(words)
