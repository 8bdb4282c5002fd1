"""Score the shipped rules on posts their authors did not see: `python benchmarks/quality/blind.py`.

Prints recall and precision with intervals for the blind posts and for those the authors may read
(`dev …`), each writer's apart; `--pin` writes blind.txt; `--misses` lists what the `dev` parts get
wrong, never a blind post. Posts that two careful readers could label differently are counted and
left out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.quality.measure import (  # noqa: E402
    Labelled,
    Share,
    corpus_flags,
    flagged,
    match_labelled,
    shipped,
)

from patroli.match import Matcher  # noqa: E402
from patroli.model import Contest, Form, Match, Tier  # noqa: E402

HERE = Path(__file__).parent
PINNED = HERE / "blind.txt"
PARTS = {
    "blind": HERE / "blind.jsonl",
    "blind 2": HERE / "blind_2.jsonl",
    "blind 3": HERE / "blind_3.jsonl",
    "blind 4": HERE / "blind_4.jsonl",
    "blind 5": HERE / "blind_5.jsonl",
    "blind 6": HERE / "blind_6.jsonl",
    "dev": HERE / "blind_dev.jsonl",
    "dev 1": HERE / "dev_1.jsonl",
    "dev 2": HERE / "dev_2.jsonl",
    "dev 3": HERE / "dev_3.jsonl",
    "dev 4": HERE / "dev_4.jsonl",
    "dev 5": HERE / "dev_5.jsonl",
    "dev 6": HERE / "dev_6.jsonl",
    "dev 7": HERE / "dev_7.jsonl",
    "dev 8": HERE / "dev_8.jsonl",
    "dev 9": HERE / "dev_9.jsonl",
    "dev 10": HERE / "dev_10.jsonl",
    "dev 11": HERE / "dev_11.jsonl",
    "dev 12": HERE / "dev_12.jsonl",
    "dev 13": HERE / "dev_13.jsonl",
    "dev 14": HERE / "dev_14.jsonl",
    "dev 15": HERE / "dev_15.jsonl",
    "dev 16": HERE / "dev_16.jsonl",
    "dev 17": HERE / "dev_17.jsonl",
    "dev 18": HERE / "dev_18.jsonl",
    "dev 19": HERE / "dev_19.jsonl",
    "dev 20": HERE / "dev_20.jsonl",
    "dev 21": HERE / "dev_21.jsonl",
    "dev 22": HERE / "dev_22.jsonl",
    "dev 23": HERE / "dev_23.jsonl",
    "dev 24": HERE / "dev_24.jsonl",
    "dev 25": HERE / "dev_25.jsonl",
    "dev 26": HERE / "dev_26.jsonl",
    "dev 27": HERE / "dev_27.jsonl",
    "dev 28": HERE / "dev_28.jsonl",
    "dev 29": HERE / "dev_29.jsonl",
}
FEW = 5
"""Posts of a kind under which it gets no line of its own."""


@dataclass(frozen=True, slots=True)
class Post:
    """One labelled post; `form` is empty for harming a rival and for what is not to be flagged."""

    id: str
    expect: bool
    form: str
    contestant: str
    kind: str
    trap: str
    language: str
    text: str
    parent_text: str
    parent_role: str
    unsure: bool


Judged = Sequence[tuple[Post, list[Match]]]


def read_posts(path: Path) -> list[Post]:
    """The labelled posts in file order."""
    return [_post(json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def _post(row: dict[str, str | bool]) -> Post:
    return Post(
        str(row["id"]),
        row["flag"] == "yes",
        str(row["form"]),
        str(row["contestant"]),
        str(row["kind"]),
        str(row.get("trap", "")),
        str(row["language"]),
        str(row["text"]),
        str(row.get("parent_text", "")),
        str(row.get("parent_role", "")),
        bool(row.get("unsure", False)),
    )


def judge(matcher: Matcher, contest: Contest, posts: Sequence[Post]) -> Judged:
    """Each post with its matches, as of an ASN's post in the campaign."""
    rows = [
        Labelled(p.id, p.expect, p.form, p.text, "", "", "", p.parent_text, p.parent_role)
        for p in posts
    ]
    found = match_labelled(matcher, contest, rows, [p.text for p in posts])
    return list(zip(posts, found, strict=True))


def report(parts: dict[str, Judged]) -> str:
    """What is pinned: each part by tier, form, kind, contestant, language, and traps."""
    return "\n".join(_part(name, judged) for name, judged in parts.items())


def _part(name: str, judged: Judged) -> str:
    sure = [pair for pair in judged if not pair[0].unsure]
    unsure = len(judged) - len(sure)
    lines = [
        f"== {name}: {len(sure)} posts scored, {unsure} unsure left out",
        f"{'':32} {'posts':>5} {'recall [95 %]':>20} {'false':>8} {'precision [95 %]':>20}",
    ]
    lines += [line(tier.value, sure, tier) for tier in (Tier.HIGH, Tier.MEDIUM, Tier.LOW)]
    direct = [p for p in sure if not p[0].expect or p[0].form == Form.F1]
    lines += ["", line("F1 at medium or above", direct, Tier.MEDIUM)]
    lines += [line("F1 by the rules of F1 alone", direct, Tier.MEDIUM, Form.F1), ""]
    lines += _groups(sure, "form", lambda post: post.form or "harming a rival", only=True)
    lines += _groups(sure, "kind", lambda post: post.kind, only=True)
    lines += _groups(sure, "contestant", lambda post: post.contestant or "none", only=False)
    lines += _groups(sure, "language", lambda post: post.language, only=False)
    lines += _groups([p for p in sure if not p[0].expect], "trap", _trap, only=False)
    return "\n".join(lines) + "\n"


def _trap(post: Post) -> str:
    return post.trap or "everyday"


def _groups(judged: Judged, title: str, key: Callable[[Post], str], *, only: bool) -> list[str]:
    """A line for each value that is not rare; `only` shows the recall of posts to be flagged."""
    groups: dict[str, list[tuple[Post, list[Match]]]] = {}
    for pair in judged:
        if pair[0].expect or not only:
            groups.setdefault(key(pair[0]), []).append(pair)
    rare = [pair for some in groups.values() if len(some) < FEW for pair in some]
    often = [(name, groups[name]) for name in sorted(groups) if len(groups[name]) >= FEW]
    lines = [line(f"{title} {name}", some, Tier.MEDIUM) for name, some in often]
    return [*lines, *([line(f"{title}: all rarer", rare, Tier.MEDIUM)] if rare else []), ""]


def line(name: str, judged: Judged, tier: Tier, form: str = "") -> str:
    """Posts to be flagged, how many of them are, how many others are, and what that makes."""
    hits = [flagged(found, tier, form) for post, found in judged if post.expect]
    false = [flagged(found, tier, form) for post, found in judged if not post.expect]
    recall = Share(sum(hits), len(hits))
    precision = Share(sum(hits), sum(hits) + sum(false)) if hits and false else Share(0, 0)
    wrong = f"{sum(false)}/{len(false)}" if false else "-"
    return f"{name:32} {len(hits):5} {recall!s:>20} {wrong:>8} {precision!s:>20}".rstrip()


def main() -> None:
    """Measure and print."""
    matcher, contest = shipped()
    parts = {name: judge(matcher, contest, read_posts(path)) for name, path in PARTS.items()}
    text = report(parts)
    print(text)
    general = corpus_flags(matcher, contest)
    if general is None:
        print("general posts: skipped, ../shared/corpora/posts.csv.gz is not there")
    else:
        flags, posts = general
        print(f"general posts: {flags} of {posts:,} flagged, {1000 * flags / posts:.2f} per 1,000")
        text += f"\ngeneral posts flagged per 1,000: {1000 * flags / posts:.2f}\n"
    if "--misses" in sys.argv:
        read = [pair for name, part in parts.items() if name.startswith("dev") for pair in part]
        for post, matches in read:
            if not post.unsure and flagged(matches) != post.expect:
                rules = ", ".join(f"{m.rule_id} ({m.tier})" for m in matches) or "no match"
                print(f"{'missed' if post.expect else 'false'} {post.id}: {post.text}  <- {rules}")
    if "--pin" in sys.argv:
        PINNED.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
