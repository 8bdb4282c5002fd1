"""Learn the weights of words from the labelled posts: `python benchmarks/quality/weigh.py`.

Writes config/lexicon/timbangan.yaml. Needs scikit-learn (`pip install scikit-learn`), which patroli
itself does not. Reads only posts that everybody may read, never a blind one. `--held-out` writes
nothing: it scores each writer's posts by the shipped rules with weights learned from all others'.

A logistic regression tells posts to be flagged from others by which words stand in them, each word
once, as folding reads it; a weight is ten times its coefficient, rounded, and what rounds to
nothing falls away (Hosmer and Lemeshow, Applied Logistic Regression). It never learns who is meant:
what points to a contestant is cut out before, and numbers, colours, gestures and every word of any
contestant's names, signs and slogans are no words of it. Kinds of target (`{tag}`) are.
"""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.quality.blind import (  # noqa: E402
    HERE,
    PARTS,
    Judged,
    Post,
    judge,
    line,
    read_posts,
)
from benchmarks.quality.measure import shipped  # noqa: E402

from patroli.config.words import WordList  # noqa: E402
from patroli.match import Matcher, compile_rules  # noqa: E402
from patroli.match.fold import fold_words  # noqa: E402
from patroli.model import Contest, Form, Match, Tier  # noqa: E402
from patroli.rules.numbers import LOCAL_WORDS, WORDS  # noqa: E402
from patroli.rules.targets import targets  # noqa: E402

OUT = ROOT / "config" / "lexicon" / "timbangan.yaml"
LEARNED_FROM = [path for name, path in PARTS.items() if not name.startswith("blind")]
LEARNED_FROM += [HERE / "own.jsonl"]
PER_UNIT = 10
"""Weights to one unit of log odds."""
STRENGTH = 0.3
"""Inverse of the penalty on large weights."""
LARGE = 0.7
"""A word of no list that is written large more often than this is a name."""
FEWEST = 3
"""Posts in which a word must stand."""
OWN = frozenset({"name", "fullname", "firstname", "short", "number", "party", "tag", "slogan",
                 "team", "account", "sign", "colour"})  # fmt: skip
"""Kinds of target of which a post must have one to be learned from: the rule asks for one."""
WEIGHED = frozenset({"name", "short", "tag", "sign", "slogan", "team", "account"})
"""Kinds of target that weigh something. A party's name and a colour are words of other things for
one contestant and not for another, and names and numbers are what nearly every post has."""
_SAID_TWICE = re.compile(r"\b([^\W\d_]+)-\1\b", re.IGNORECASE)
"""A word that is said twice is another word, and weighs nothing: `hati-hati`."""
_WORD = re.compile(r"[^\W_]+|[^\w\s]")
_PARTIAL = (
    "kuning", "hijau", "ijo", "oranye", "oren", "orange", "jingga", "biru", "merah", "putih",
    "ungu", "hitam", "pertama", "kedua", "ketiga", "keempat", "kelima", "tengah", "kiri", "kanan",
    "jari", "telunjuk", "jempol", "kelingking", "nomor", "nomer", "no", "nmr", "paslon",
    "pasangan", "sada", "dolu", "opat", "setunggal", "warna", "lambang", "gambar",
    "☝", "✌", "👌", "👆", "🤘", "🤙", "🖐", "✋", "🤞", "🥇", "❤", "💛", "🧡", "💚", "💙",
    "💜", "🌊", "☀", "🌾", "🌞",
)  # fmt: skip
"""Words that may stand for one contestant of some contest."""
_OF_SOME = (
    "laut", "pantai", "pesisir", "dermaga", "pelabuhan", "perahu", "kapal", "layar", "nelayan",
    "ikan", "gelombang", "pulau", "nakhoda", "nahkoda", "sawah", "panen", "dipanen", "gabah",
    "tani", "petani", "beras", "nasi", "lumbung", "pupuk", "benih", "terang", "surya", "fajar",
    "sinar", "cerah", "terbit", "cahaya", "muda", "tua", "kakek", "nenek", "perempuan", "wanita",
    "pria", "emak", "srikandi", "dokter", "dr", "bidan", "perawat", "nakes", "guru", "dosen",
    "pengusaha", "kadis", "camat", "sekda", "dewan", "dprd", "kepsek", "mantan", "petahana",
)  # fmt: skip
"""Words of what contestants often are or choose as a symbol: sea, field and sun, age, sex, trade.
Were they weighed, who stands for the one would be found more often than who stands for the other.
"""


@dataclass(frozen=True, slots=True)
class Learned:
    """One post: the words and kinds of target in it, and whether it is to be flagged."""

    words: frozenset[str]
    flag: bool


def main() -> None:
    """Learn, write, and say how many words there are."""
    matcher, contest = shipped()
    reader = _Reader(matcher, contest)
    learned = {path: list(reader.learned(path)) for path in LEARNED_FROM}
    if "--held-out" in sys.argv:
        _held_out(matcher, contest, learned, reader)
        return
    posts = [post for some in learned.values() for post in some]
    weights, intercept = _fit(posts)
    words = _spelled(weights, reader)
    OUT.write_text(_as_yaml(words), "utf-8")
    print(f"{len(posts):,} posts, {len(words):,} words; a post without any is at {intercept:+d}")


def _held_out(
    matcher: Matcher,
    contest: Contest,
    learned: dict[Path, list[Learned]],
    reader: _Reader,
) -> None:
    """Score each writer's posts with weights that have not learned from them."""
    judged: list[tuple[Post, list[Match]]] = []
    for path in learned:
        others = [post for other, some in learned.items() if other != path for post in some]
        words = _spelled(_fit(others)[0], reader)
        texts, weights = zip(*sorted(words.items()), strict=True)
        weighed = WordList(OUT.stem, OUT.stem, "", texts, weights=weights)
        lexicon = {**matcher.rule_set.lexicon, OUT.stem: weighed}
        apart = compile_rules(replace(matcher.rule_set, lexicon=lexicon))
        found = [p for p in judge(apart, contest, read_posts(path)) if not p[0].unsure]
        _print_lines(path.stem, found)
        judged += found
    _print_lines("all", judged)


def _print_lines(name: str, judged: Judged) -> None:
    direct = [p for p in judged if not p[0].expect or p[0].form == Form.F1]
    print(line(name, judged, Tier.MEDIUM))
    print(line(f"  {name}, F1", direct, Tier.MEDIUM))


class _Reader:
    """Posts as the matcher reads them, without what points to a contestant."""

    def __init__(self, matcher: Matcher, contest: Contest) -> None:
        self._matcher, self._contest = matcher, contest
        self._variants = matcher.program.variants
        self._spelled: dict[str, Counter[str]] = {}
        partial = [
            *_PARTIAL,
            *_OF_SOME,
            *WORDS,
            *(w for words in LOCAL_WORDS.values() for w in words),
        ]
        named = (t.surface.text for c in contest.contestants for t in targets(contest, c))
        partial += [word for text in named for word in _WORD.findall(text.lower())]
        self._partial = frozenset(self._folded(partial))
        lists = [each for each in matcher.rule_set.lexicon.values() if not each.weights]
        self._listed = frozenset(self._folded([word for each in lists for word in each.words]))
        self._capital: Counter[str] = Counter()

    def learned(self, path: Path) -> Iterator[Learned]:
        """The sure posts of a file that name a contestant."""
        for post in read_posts(path):
            words, kinds = self._read(post.text)
            if not post.unsure and kinds & OWN:
                yield Learned(words | {"{" + k + "}" for k in kinds & WEIGHED}, post.expect)

    def is_a_name(self, word: str) -> bool:
        """Whether a word is a person's, a place's or a month's: written large, and in no list."""
        written = self._spelled.get(word, Counter()).total()
        return word not in self._listed and self._capital[word] > LARGE * written

    def spelled(self, word: str) -> str:
        """The commonest way a folded word is written."""
        ways = self._spelled.get(word)
        return ways.most_common(1)[0][0] if ways else word

    def _read(self, text: str) -> tuple[frozenset[str], frozenset[str]]:
        pointing = [f for f in self._matcher.scene(text).finds if f.use.points and not f.groups]
        kept = list(text)
        for find in pointing:
            kept[find.start : find.end] = "\n" * (find.end - find.start)
        once = _SAID_TWICE.sub(" ", "".join(kept))
        written = [w for w in _WORD.findall(once) if not re.search(r"\d", w)]
        folded = self._folded(written)
        for way, word in zip(written, folded, strict=True):
            self._spelled.setdefault(word, Counter())[way.lower()] += 1
            self._capital[word] += way.istitle()
        words = frozenset(w for w in folded if w and w not in self._partial)
        return words, frozenset(f.use.slot for f in pointing)

    def _folded(self, words: Sequence[str]) -> list[str]:
        literals = map(self._variants.literal, fold_words(words, self._matcher.program.alphabet))
        return [literal.decode("latin-1").strip() for literal in literals]


def _fit(posts: Sequence[Learned]) -> tuple[dict[str, int], int]:
    """The weight of each word that weighs something, and that of a post without any."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    counted = CountVectorizer(analyzer=lambda post: sorted(post.words), binary=True, min_df=FEWEST)
    table = counted.fit_transform(posts)
    model = LogisticRegression(C=STRENGTH, max_iter=10_000, solver="liblinear")
    model.fit(table, [post.flag for post in posts])
    rounded = {w: round(PER_UNIT * model.coef_[0][i]) for w, i in counted.vocabulary_.items()}
    return {w: n for w, n in rounded.items() if n}, round(PER_UNIT * model.intercept_[0])


HEADER = """\
# yaml-language-server: $schema=../schema/lexicon.schema.json
# Dibuat oleh benchmarks/quality/weigh.py dari unggahan berlabel; boleh disunting dengan tangan.
# Made by benchmarks/quality/weigh.py from labelled posts; may be edited by hand.

id: timbangan
title: Kata yang lebih sering ditulis orang yang berpihak, atau oleh orang lain
weights:
"""


def _spelled(weights: dict[str, int], reader: _Reader) -> dict[str, int]:
    """The words as people write them, without names and without single letters."""
    said = {
        w if w.startswith("{") else reader.spelled(w): weight
        for w, weight in weights.items()
        if not reader.is_a_name(w)
    }
    return {word: weight for word, weight in said.items() if len(word) > 1 or not word.isalnum()}


def _as_yaml(words: dict[str, int]) -> str:
    by_weight: dict[int, list[str]] = {}
    for word, weight in words.items():
        by_weight.setdefault(weight, []).append(word)
    return HEADER + "".join(
        _row(weight, sorted(words)) for weight, words in sorted(by_weight.items(), reverse=True)
    )


def _row(weight: int, words: Sequence[str]) -> str:
    listed = ", ".join(json.dumps(word, ensure_ascii=False) for word in words)
    filled = textwrap.wrap(listed, 96, break_long_words=False, break_on_hyphens=False)
    return f"  {weight}:\n    [" + "\n     ".join(filled) + "]\n"


if __name__ == "__main__":
    main()
