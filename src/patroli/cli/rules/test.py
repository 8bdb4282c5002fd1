"""`patroli rules test`: the rules' own examples, rule by rule."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from patroli.cli.language import lang_option
from patroli.cli.options import config_option
from patroli.cli.rules.words import RULES
from patroli.cli.shown import OUT
from patroli.match import compile_rules
from patroli.match.examples import Outcome, result_of, run_examples
from patroli.rules import Rule, RuleSet
from patroli.told import Language, Saying
from patroli.trials.bench import Bench, running

_RULE = Saying("rule", "aturan")
_FLAGS = Saying("flags held", "flag lulus")
_PASSES = Saying("passes held", "pass lulus")
_FAILED = Saying("failed", "gagal")
_CONTESTANTS = Saying("contestants", "peserta")
_EXAMPLE = Saying("{kind} example, expected {expected}", "contoh {kind}, seharusnya {expected}")
_FOR = Saying("for {who}", "untuk {who}")
_MORE = Saying(
    "… and for {count:,} more; --all shows them.",
    "… dan untuk {count:,} lagi; --all menampilkannya.",
)
_ANSWERING = Saying("in answer to{role}: {text}", "menjawab{role}: {text}")
_LOWERED = Saying("lowered: {reason}", "turun: {reason}")
_UNTRIED = Saying(
    "! without a flag example that could be tried: {rules}.",
    "! tanpa contoh flag yang dapat dicoba: {rules}.",
)
_HELD = Saying(
    "{held:,} of {tried:,} examples of {rules} hold",
    "{held:,} dari {tried:,} contoh dalam {rules} lulus",
)
_ALL_HELD = Saying("{held}.", "{held}.")
_HELD_NOT = Saying("{held}; {count:,} fail, in {rules}.", "{held}; {count:,} gagal, dalam {rules}.")

SHOWN = 3
"""Failed contestants of one example that are shown; `--all` shows every one."""


@click.command(name="test")
@click.argument("rules", metavar="[RULE]...", nargs=-1)
@config_option
@click.option("--all", "everything", is_flag=True, help="Show failures for every contestant.")
@lang_option
def test(rules: tuple[str, ...], config_folder: Path, everything: bool, lang: Language) -> None:
    """Run the examples of every rule for every contestant; exits 2 if one fails.

    With RULE only those rules, by id; a draft or retired one is tried too.

    \b
    patroli rules test
    patroli rules test ajakan-memilih --config percobaan
    """
    bench = Bench.open(config_folder)
    wanted = bench.known(rules)
    rule_set = running(bench.rules, wanted)
    outcomes: dict[str, list[Outcome]] = {rule.id: [] for rule in rule_set.running}
    for outcome in run_examples(compile_rules(rule_set)):
        outcomes[outcome.case.rule.id].append(outcome)
    asked = [rule for rule in rule_set.running if not wanted or rule.id in wanted]
    _show_table(asked, outcomes, lang)
    failed = [o for rule in asked for o in outcomes[rule.id] if not o.holds]
    _show_failures(rule_set, failed, everything, lang)
    _show_sum(asked, outcomes, failed, lang)
    if failed:
        sys.exit(2)


def _show_table(rules: Sequence[Rule], outcomes: dict[str, list[Outcome]], lang: Language) -> None:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(_RULE().words(lang), overflow="fold")
    for head in (_FLAGS, _FAILED, _PASSES, _FAILED, _CONTESTANTS):
        table.add_column(head().words(lang), justify="right")
    for rule in rules:
        of_rule = outcomes[rule.id]
        counts = [
            sum(o.case.flag == flag and o.holds == holds for o in of_rule)
            for flag, holds in ((True, True), (True, False), (False, True), (False, False))
        ]
        who = {o.case.contestant.id for o in of_rule if o.case.contestant is not None}
        cells = [
            Text(f"{n:,}", style="bold red" if n and i % 2 else "") for i, n in enumerate(counts)
        ]
        untried = not counts[0] and not counts[1]
        style = "bold red" if counts[1] or counts[3] else "yellow" if untried else ""
        table.add_row(Text(rule.id, style=style), *cells, str(len(who)))
    OUT.print(table)


def _show_failures(
    rule_set: RuleSet, failed: Sequence[Outcome], everything: bool, lang: Language
) -> None:
    by_place: dict[tuple[object, ...], list[Outcome]] = {}
    for outcome in failed:
        by_place.setdefault((outcome.case.rule.id, *outcome.case.place), []).append(outcome)
    for outcomes in by_place.values():
        case = outcomes[0].case
        origin = rule_set.origins.get(case.rule.id)
        place = f"{origin.file}:{origin.line(case.place)}" if origin else f"rule {case.rule.id}"
        kind = "flag" if case.flag else "pass"
        told = _EXAMPLE(kind=kind, expected=outcomes[0].expected).words(lang)
        OUT.print()
        OUT.print(Text.assemble((place, "bold"), f": {told}"), soft_wrap=True)
        shown = outcomes if everything else outcomes[:SHOWN]
        for outcome in shown:
            _show_failure(outcome, lang)
        if left := len(outcomes) - len(shown):
            OUT.print(Text(f"  {_MORE(count=left).words(lang)}", style="dim"))


def _show_failure(outcome: Outcome, lang: Language) -> None:
    case = outcome.case
    who = f" {_FOR(who=case.contestant.id).words(lang)}" if case.contestant is not None else ""
    result = result_of(outcome).words(lang)
    _indented(Text.assemble((result, "bold magenta"), f"{who}: {case.text}"), 2)
    if case.parent:
        role = f" ({case.parent_role})" if case.parent_role else ""
        answered = _ANSWERING(role=role, text=case.parent).words(lang)
        _indented(Text(answered, style="dim"), 4)
    for reason in outcome.lowered_by:
        _indented(Text(_LOWERED(reason=reason).words(lang), style="yellow"), 4)


def _indented(text: Text, indent: int) -> None:
    OUT.print(Padding(text, (0, 0, 0, indent), expand=False))


def _show_sum(
    rules: Sequence[Rule],
    outcomes: dict[str, list[Outcome]],
    failed: Sequence[Outcome],
    lang: Language,
) -> None:
    tried = sum(len(outcomes[rule.id]) for rule in rules)
    OUT.print()
    if untried := [rule.id for rule in rules if not any(o.case.flag for o in outcomes[rule.id])]:
        OUT.print(Text(_UNTRIED(rules=tuple(untried)).words(lang), style="yellow"))
    held = _HELD(held=tried - len(failed), tried=tried, rules=RULES(count=len(rules)))
    if failed:
        wrong = RULES(count=len({o.case.rule.id for o in failed}))
        said = _HELD_NOT(held=held, count=len(failed), rules=wrong)
        OUT.print(said.words(lang), style="bold red")
    else:
        OUT.print(_ALL_HELD(held=held).words(lang), style="green")


COMMANDS = {"test": test}
