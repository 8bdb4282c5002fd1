"""Score the shipped rules: `python benchmarks/quality/score.py [--misses] [--pin]`.

Prints recall and precision on the labelled set and flags per 1,000 general posts; `--misses` lists
what the tuning half gets wrong (never the held-out half); `--pin` writes pinned.txt.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.quality.measure import (  # noqa: E402
    corpus_flags,
    flagged,
    match_labelled,
    read_labelled,
    shipped,
    spoken,
    table,
)

PINNED = Path(__file__).parent / "pinned.txt"


def main() -> None:
    """Measure and print."""
    matcher, contest = shipped()
    rows = read_labelled()
    texts = spoken(rows, contest)
    found = match_labelled(matcher, contest, rows, texts)
    text = table(rows, found)
    print(text)
    general = corpus_flags(matcher, contest)
    if general is None:
        print("general posts: skipped, ../shared/corpora/posts.csv.gz is not there")
    else:
        flags, posts = general
        print(f"general posts: {flags} of {posts:,} flagged, {1000 * flags / posts:.2f} per 1,000")
        text += f"\ngeneral posts flagged per 1,000: {1000 * flags / posts:.2f}\n"
    if "--misses" in sys.argv:
        for row, said, matches in zip(rows, texts, found, strict=True):
            if row.half == "tuning" and flagged(matches) != row.expect:
                rules = ", ".join(f"{m.rule_id} ({m.tier})" for m in matches) or "no match"
                print(f"{'missed' if row.expect else 'false'} {row.id}: {said}  <- {rules}")
    if "--pin" in sys.argv:
        PINNED.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
