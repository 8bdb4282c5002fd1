"""The labelled set and the shipped rules in, how many posts are found and how many wrongly out.

A post counts as flagged at a tier when any rule matches it at that tier or above. Intervals are
Wilson's, 95 % (Wilson 1927): they stay inside 0..1 and hold for small forms.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.quality.speak import speak

from patroli.config import read_config
from patroli.match import Matcher, Texts, compile_rules
from patroli.model import Contest, Form, Match, Tier
from patroli.rules import read_rules

ROOT = Path(__file__).resolve().parents[2]
LABELLED = Path(__file__).parent / "labelled.jsonl"
CORPUS = ROOT.parent / "shared" / "corpora" / "posts.csv.gz"
DAY = date(2029, 11, 20)
"""In the campaign of the fictional contest, numbers drawn."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One sentence of the labelled set, its slots still open."""

    id: str
    expect: bool
    form: str
    text: str
    half: str
    why: str
    pack: str
    parent_text: str
    parent_role: str


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its 95 % interval."""

    hits: int
    of: int

    def __str__(self) -> str:
        if not self.of:
            return "-"
        low, high = wilson(self.hits, self.of)
        return f"{self.hits / self.of:.3f} [{low:.3f} {high:.3f}]"


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's interval for `hits` of `of`."""
    share = hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def read_labelled(path: Path = LABELLED) -> list[Labelled]:
    """The labelled set in file order."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        found.append(
            Labelled(
                row["id"],
                bool(row["expect"]),
                row["form"],
                row["text"],
                row["half"],
                row["why"],
                row["pack"],
                row.get("parent_text", ""),
                row.get("parent_role", ""),
            )
        )
    return found


def shipped() -> tuple[Matcher, Contest]:
    """The shipped rules, compiled, with the fictional contest."""
    config, _ = read_config(ROOT / "config")
    rule_set, _ = read_rules(ROOT / "config", config)
    return compile_rules(rule_set), config.contests[0]


def spoken(rows: Sequence[Labelled], contest: Contest, shift: int = 0) -> list[str]:
    """The sentences in the mouths of the contestants' supporters, each contestant in turn."""
    size = len(contest.contestants)
    return [speak(row.text, contest, (n + shift) % size) for n, row in enumerate(rows)]


def match_labelled(
    matcher: Matcher, contest: Contest, rows: Sequence[Labelled], texts: Sequence[str]
) -> list[list[Match]]:
    """The matches of each sentence, as of an ASN's post in the campaign."""
    found = dict(
        matcher.match_rows(
            Texts(
                post_id=[row.id for row in rows],
                text=list(texts),
                parent_text=[row.parent_text for row in rows],
                parent_role=[row.parent_role for row in rows],
                author_role=["asn"] * len(rows),
                region=[contest.region] * len(rows),
                zone=[contest.zone] * len(rows),
                contest=contest.id,
                day=DAY,
            )
        )
    )
    return [found.get(number, []) for number in range(len(rows))]


def flagged(matches: Iterable[Match], tier: Tier = Tier.MEDIUM, form: str = "") -> bool:
    """Whether any match (of a form) stands at this tier or above."""
    return any(m.tier.rank >= tier.rank and (not form or m.form == form) for m in matches)


def corpus_flags(matcher: Matcher, contest: Contest, path: Path = CORPUS) -> tuple[int, int] | None:
    """Posts flagged at medium or above and all posts of the general corpus; None if not there."""
    if not path.exists():
        return None
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    rows = matcher.match_rows(
        Texts(post_id=list(map(str, range(len(texts)))), text=texts, contest=contest.id, day=DAY)
    )
    return sum(flagged(matches) for _, matches in rows), len(texts)


def table(rows: Sequence[Labelled], found: Sequence[list[Match]]) -> str:
    """What is pinned: by half, by tier, by form."""
    pairs = list(zip(rows, found, strict=True))
    lines = [f"{'':10} {'posts':>5} {'recall [95 %]':>20} {'false':>6} {'precision [95 %]':>20}"]
    for half in ("tuning", "held-out", "both"):
        some = [p for p in pairs if half in (p[0].half, "both")]
        lines.append(_line(half, some, Tier.MEDIUM))
    lines.append("")
    lines += [_line(tier.value, pairs, tier) for tier in (Tier.HIGH, Tier.MEDIUM, Tier.LOW)]
    lines.append("")
    lines += [_form_line(form, pairs) for form in Form]
    return "\n".join(lines) + "\n"


Pairs = Sequence[tuple[Labelled, list[Match]]]


def _line(name: str, pairs: Pairs, tier: Tier) -> str:
    wanted = [flagged(found, tier) for row, found in pairs if row.expect]
    false = [flagged(found, tier) for row, found in pairs if not row.expect]
    recall = Share(sum(wanted), len(wanted))
    precision = Share(sum(wanted), sum(wanted) + sum(false))
    share = f"{sum(false)}/{len(false)}"
    return f"{name:10} {len(wanted):5} {recall!s:>20} {share:>6} {precision!s:>20}"


def _form_line(form: Form, pairs: Pairs) -> str:
    """Recall: any rule flags the form's posts. Precision: of the posts the form's rules flag."""
    wanted = [flagged(found) for row, found in pairs if row.form == form]
    named = [row.expect for row, found in pairs if flagged(found, form=form)]
    recall = Share(sum(wanted), len(wanted))
    precision = Share(sum(named), len(named))
    return f"{form:10} {len(wanted):5} {recall!s:>20} {len(named) - sum(named):6} {precision!s:>20}"
