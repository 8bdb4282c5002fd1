"""`patroli rules history`: which rules were in force when, who decided it and why."""

from __future__ import annotations

from pathlib import Path

import click

from patroli.cli.language import lang_option
from patroli.cli.options import HISTORY, data_option, demand_history
from patroli.cli.rules.words import proof_words
from patroli.cli.shown import OUT
from patroli.history import History
from patroli.history.in_force import Activation
from patroli.told import Language, Saying, Told

_NONE = Saying(
    "No rule set was ever in force; the first `match` puts the configured one.",
    "Belum pernah ada aturan yang berlaku; `match` yang pertama memberlakukan yang dikonfigurasi.",
)
_PUT = Saying("{number}. {at}  rule set {rule_set}", "{number}. {at}  himpunan aturan {rule_set}")
_PUT_LAST = Saying(
    "{number}. {at}  rule set {rule_set} (in force)",
    "{number}. {at}  himpunan aturan {rule_set} (berlaku)",
)
_BY = Saying("   by {by}: {because}", "   oleh {by}: {because}")
_PROOF = Saying("   proof: {proof}", "   bukti: {proof}")
_FIRST = Saying("none: the first", "tidak ada: ini yang pertama")


@click.command(name="history")
@data_option
@lang_option
def history_command(data_folder: Path, lang: Language) -> None:
    """List every activation, the newest last; needs no configuration."""
    demand_history(data_folder)
    with History.open(data_folder / HISTORY) as history:
        known = history.activations()
    if not known:
        OUT.print(_NONE().words(lang))
    for one in known:
        for line in _lines(one, is_last=one is known[-1]):
            OUT.print(line.words(lang), markup=False, soft_wrap=True)


def _lines(one: Activation, *, is_last: bool) -> tuple[Told, ...]:
    at = f"{one.activated_at:%Y-%m-%d %H:%M %Z}"
    put = (_PUT_LAST if is_last else _PUT)(number=one.number, at=at, rule_set=one.rule_set)
    proof = proof_words(one, against=True) if one.backtest else _FIRST()
    return put, _BY(by=one.made_by, because=one.because), _PROOF(proof=proof)


COMMANDS = {"history": history_command}
