"""How long compiling a large rule set takes, next to Hyperscan's own compile of the same literals.

    python -m benchmarks.compile [--rules 300] [--contests 40] [--contestants 5] [--quick]

The shipped rules are copied under new ids until there are so many, each copy with a word of its
own in every group; the contests and all who stand in them are invented, and no two share a name.
Garbage is not looked for meanwhile, as where rules are compiled for work. "ready" is the time until
a rule set matches a few posts, "first scan" what the first large batch waits for besides; both are
taken again from a cache folder that the first time filled. Peak memory is of the whole process.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import hyperscan

from patroli.config import read_config
from patroli.kept import shelf_of
from patroli.match import compile_rules
from patroli.model import Contest, Contestant
from patroli.rules import Rule, RuleSet, read_rules

REPOSITORY = Path(__file__).resolve().parents[1]
GOAL = 5.0
"""Seconds for 300 rules, 40 contests and 5 contestants in each."""

_HEADS = [
    "bal",
    "cen",
    "dor",
    "far",
    "gim",
    "hes",
    "jul",
    "kam",
    "lor",
    "mon",
    "nes",
    "pur",
    "wil",
    "tob",
    "rak",
    "vas",
]
_TAILS = [
    "adi",
    "ela",
    "iwa",
    "oma",
    "untu",
    "aris",
    "endra",
    "isti",
    "onga",
    "uwari",
    "ampo",
    "ebar",
]


def main(argv: Sequence[str] | None = None) -> None:
    """Compile once without and once with what was kept; print times and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rules", type=int, default=300)
    parser.add_argument("--contests", type=int, default=40)
    parser.add_argument("--contestants", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="a small set, to see that it runs")
    chosen = parser.parse_args(argv)
    if chosen.quick:
        chosen.rules, chosen.contests, chosen.contestants = 20, 2, 2
    gc.disable()
    rules = large_rule_set(chosen.rules, chosen.contests, chosen.contestants)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        rules.hash  # noqa: B018
        print(f"hash of the rule set          {time.perf_counter() - began:8.2f} s")
        literals = measured("compiled", rules, Path(folder) / "cache")
        measured("from the cache", rules, Path(folder) / "cache")
    print(f"{len(rules.running)} rules, {len(rules.contests)} contests: {len(literals):,} literals")
    plain_hyperscan(literals)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB; goal for ready and first scan: under {GOAL} s")


def measured(name: str, rules: RuleSet, cache: Path) -> tuple[bytes, ...]:
    """Print how long a rule set takes until it matches few, and many, posts."""
    start = _now()
    matcher = compile_rules(rules, shelf=shelf_of(rules, cache), loops=False)
    ready = _now()
    matcher.warm()
    warm = _now()
    for what, began, ended in (
        ("ready", start, ready),
        ("first scan", ready, warm),
        ("both", start, warm),
    ):
        wall, cpu = ended[0] - began[0], ended[1] - began[1]
        print(f"{name:16} {what:10} {wall:6.2f} s, {cpu:6.2f} s of processor")
    return matcher.literals


def plain_hyperscan(literals: Sequence[bytes]) -> None:
    """Print how long Hyperscan takes for the same literals, and nothing else."""
    wall, cpu = _now()
    hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK).compile(
        expressions=list(literals), ids=list(range(len(literals))), elements=len(literals),
        flags=[0] * len(literals), literal=True,
    )  # fmt: skip
    ended = _now()
    print(f"{'Hyperscan alone':27} {ended[0] - wall:6.2f} s, {ended[1] - cpu:6.2f} s of processor")


def _now() -> tuple[float, float]:
    """On the wall, and of the processor: a busy machine shows in the first alone."""
    return time.perf_counter(), time.process_time()


def large_rule_set(rules: int, contests: int, contestants: int) -> RuleSet:
    """So many rules over so many invented contests."""
    config, _ = read_config(REPOSITORY / "config")
    shipped, _ = read_rules(REPOSITORY / "config", config)
    names = _names()
    held = tuple(_contest(number, contestants, names) for number in range(contests))
    copies = itertools.islice(_copies(shipped.running), rules)
    return RuleSet.of(tuple(copies), shipped.lexicon, held, shipped.law)


def _copies(rules: Sequence[Rule]) -> Iterator[Rule]:
    for turn in itertools.count():
        for number, rule in enumerate(rules):
            word = f"kata{turn}rekaan{number}"
            groups = [g.model_copy(update={"any": (*g.any, word)}) for g in rule.find.all]
            find = rule.find.model_copy(update={"all": tuple(groups)})
            yield rule.model_copy(update={"id": f"{rule.id}-{turn}", "find": find})


def _names() -> Iterator[str]:
    for size in itertools.count(2):
        for parts in itertools.product(_HEADS, *[_TAILS] * (size - 1)):
            yield "".join(parts).capitalize()


def _contest(number: int, contestants: int, names: Iterator[str]) -> Contest:
    pairs = tuple(_contestant(place + 1, names) for place in range(contestants))
    first, last = date(2029, 6, 1), date(2029, 12, 31)
    return Contest(
        f"rekaan-{number}", f"Pemilihan rekaan {number}", f"{number + 11}.01", "Asia/Jakarta",
        ("bupati", "wakil bupati"), first, last, (), pairs,
    )  # fmt: skip


def _contestant(number: int, names: Iterator[str]) -> Contestant:
    one, surname, other, last, party = itertools.islice(names, 5)
    return replace(
        _NOBODY,
        id=f"{one}-{other}".lower(),
        names=(f"{one} {surname}", f"{other} {last}"),
        short=(f"{one[:3]}{other[:3]}",),
        number=number,
        parties=(party,),
        tags=(f"#{one}{other}Maju",),
        slogans=(f"maju bersama {surname}",),
        teams=(f"Sahabat {one}",),
        accounts=(f"@{one.lower()}_",),
    )


_NOBODY = Contestant(
    "", (), (), None, date(2029, 9, 23), (), (), ("✌",), ("oranye",), (), (), ()
)  # fmt: skip


if __name__ == "__main__":
    main()
