"""Generated affixes (`dukung~`) next to a stemmer, on words people really write.

    python benchmarks/stemmer.py

Needs `pip install PySastrawi`, the Nazief-Adriani stemmer (Asian, Williams and Tahaghoghi 2005),
for nothing else. Every distinct word of the general posts and of those rule authors may read is
stemmed; for each root that the shipped lists write with `~` it prints the words that both ways give
it, that only the affixes give it, and that only the stemmer gives it; and what each costs.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
import time
from collections import Counter
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.quality.blind import PARTS, read_posts  # noqa: E402
from benchmarks.quality.measure import CORPUS, shipped  # noqa: E402

from patroli.rules.affixes import affixed  # noqa: E402

WORD = re.compile(r"[a-z]{3,}")
SHOWN = 12


def words() -> Counter[str]:
    """Every word of the posts with how often it stands there."""
    texts = [p.text for name, path in PARTS.items() if "dev" in name for p in read_posts(path)]
    if CORPUS.exists():
        with gzip.open(CORPUS, "rt", encoding="utf-8", newline="") as file:
            texts += [row["text"] for row in csv.DictReader(file)]
    return Counter(word for text in texts for word in WORD.findall(text.lower()))


def roots() -> list[str]:
    """The roots that lists and rules write with `~`."""
    rule_set = shipped()[0].rule_set
    groups = (g for rule in rule_set.running for g in (*rule.find.all, *rule.find.any))
    written = [w for entry in rule_set.lexicon.values() for part in entry.parts for w in part.words]
    written += [word for group in groups for word in group.any]
    return sorted({part[:-1] for word in written for part in word.split() if part.endswith("~")})


def main() -> None:
    """Compare and print."""
    try:
        factory = import_module("Sastrawi.Stemmer.StemmerFactory").StemmerFactory
    except ImportError:
        print("skipped: `pip install PySastrawi` first")
        return
    counts = words()
    start = time.perf_counter()
    stemmer = factory().create_stemmer()
    stems = {word: stemmer.stem(word) for word in counts}
    stemming = time.perf_counter() - start
    start = time.perf_counter()
    generated = {root: frozenset(affixed(root)) for root in roots()}
    generating = time.perf_counter() - start
    print(f"{len(counts):,} distinct words; stemming them {stemming:.1f} s, ", end="")
    print(f"{1e6 * stemming / len(counts):,.0f} us a word; all affixes {1000 * generating:.1f} ms")
    sums: Counter[str] = Counter()
    for root, forms in generated.items():
        ours = {word for word in counts if word in forms}
        theirs = {word for word, stem in stems.items() if stem == stems.get(root, root)}
        for name, some in (
            ("both", ours & theirs),
            ("affixes", ours - theirs),
            ("stemmer", theirs - ours),
        ):
            sums[name] += sum(counts[word] for word in some)
            common = sorted(some, key=lambda word: -counts[word])[:SHOWN]
            print(f"{root:12} {name:8} {len(some):4}  {' '.join(common)}")
    print("occurrences: " + ", ".join(f"{name} {count:,}" for name, count in sums.items()))


if __name__ == "__main__":
    main()
