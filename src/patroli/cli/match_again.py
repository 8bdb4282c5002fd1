"""`patroli match-again`: find a recorded match once more and compare it to the byte."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from patroli.backtest.again import Repeated, digest_of, repeat
from patroli.cli.options import HISTORY, data_option, demand_history
from patroli.cli.shown import OUT, watching
from patroli.errors import BadInput
from patroli.history import History
from patroli.judging import rebuilt
from patroli.match import compile_rules
from patroli.report import Watch

AT_ONCE = 5_000
SHORTEST = 8
SHOWN = 20


@click.command(name="match-again")
@click.argument("match_id", required=False)
@data_option
@click.option("--all", "everything", is_flag=True, help="Repeat every recorded match.")
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    default=None,
    help="With --all: so many of them, always the same ones.",
)
def match_again(
    match_id: str | None, data_folder: Path, everything: bool, sample: int | None
) -> None:
    """Repeat the match MATCH_ID from its stored version and its stored rule set.

    Needs no configuration. Prints both SHA-256 and EQUAL; exits 1 at any difference.
    """
    if bool(match_id) == everything or (sample and not everything):
        raise click.UsageError("one MATCH_ID (or its first 8 letters), or --all [--sample N]")
    demand_history(data_folder)
    with History.open(data_folder / HISTORY) as history, watching() as watch:
        chosen = _chosen(history, match_id or "", sample)
        found = list(_repeated(history, chosen, watch))
    if match_id:
        _show(found[0])
    else:
        _summary(found)
    if not all(one.equal for one in found):
        sys.exit(1)


def _chosen(history: History, begins: str, sample: int | None) -> dict[str, tuple[str, ...]]:
    if begins and len(begins) < SHORTEST:
        raise BadInput(f"found the match {begins!r}; expected at least {SHORTEST} letters")
    chosen = history.match_ids(begins, sample)
    count = sum(map(len, chosen.values()))
    if begins and count != 1:
        raise BadInput(f"found {count} matches whose id begins {begins!r}; expected one")
    return chosen


def _repeated(
    history: History, chosen: dict[str, tuple[str, ...]], watch: Watch
) -> Iterator[Repeated]:
    """One rule set after the other, each compiled once."""
    total, done = sum(map(len, chosen.values())), 0
    for rule_set, ids in chosen.items():
        matcher = compile_rules(rebuilt(*history.rule_set_text(rule_set)))
        for first in range(0, len(ids), AT_ONCE):
            page = ids[first : first + AT_ONCE]
            yield from repeat(history.kept_matches(page), matcher)
            done += len(page)
            watch("matches repeated", done, total)


def _show(one: Repeated) -> None:
    _say(f"match     {one.match_id}")
    _say(f"recorded  sha256 {digest_of(one.stored)}")
    if one.missing:
        _say(f"repeated  not possible: {one.missing}")
        return
    _say(f"repeated  sha256 {digest_of(one.repeated)}" if one.repeated else "repeated  no match")
    _say("EQUAL" if one.equal else "DIFFERENT", "bold green" if one.equal else "bold red")
    for name, before, after in () if one.equal else one.differences():
        _say(f"  {name}: recorded {before}")
        _say(f"  {' ' * len(name)}  repeated {after}")
    if one.other_engine and not one.equal:
        _say("The matching code has changed since; repeat it with the program of that day.")


def _summary(found: list[Repeated]) -> None:
    unequal = [one for one in found if not one.equal]
    for one in unequal[:SHOWN]:
        why = one.missing or ", ".join(name for name, _, _ in one.differences())
        older = "; other matching code" if one.other_engine else ""
        _say(f"DIFFERENT {one.match_id}: {why}{older}", "red")
    if len(unequal) > SHOWN:
        _say(f"… and {len(unequal) - SHOWN:,} more", "red")
    _say(f"{len(found):,} matches repeated, {len(found) - len(unequal):,} EQUAL", "bold")


def _say(text: str, style: str = "") -> None:
    OUT.print(text, markup=False, soft_wrap=True, style=style)


COMMANDS = {"match-again": match_again}
