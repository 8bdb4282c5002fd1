"""`patroli rules history`: which rules were in force when, who decided it and why."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import click

from patroli.cli.language import lang_option
from patroli.cli.options import HISTORY, config_option, data_option, demand_history
from patroli.cli.rules.words import proof_words
from patroli.cli.shown import OUT
from patroli.config.located import read_yaml, salvage
from patroli.config.settings import Settings
from patroli.history import History
from patroli.history.in_force import Activation
from patroli.told import Language, Saying, Told
from patroli.wording import zone_letters

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
_REASONS = {
    str(saying()): saying
    for saying in (
        Saying("the first rule set of this history", "himpunan aturan pertama dalam riwayat ini"),
        Saying(
            "it judged last before activations were kept",
            "himpunan ini yang terakhir menilai sebelum pemberlakuan dicatat",
        ),
    )
}
"""Reasons that patroli itself gave, as the history keeps them."""
_FIRST = Saying("none: the first", "tidak ada: ini yang pertama")


@click.command(name="history")
@config_option
@data_option
@lang_option
def history_command(config_folder: Path, data_folder: Path, lang: Language) -> None:
    """List every activation, the newest last.

    Needs no configuration; times are the team's where there is one, else UTC.
    """
    demand_history(data_folder)
    with History.open(data_folder / HISTORY) as history:
        known = history.activations()
    settings, _ = salvage(Settings, read_yaml(config_folder / "patroli.yaml"))
    zone = settings.zone if settings else ""
    if not known:
        OUT.print(_NONE().words(lang))
    for one in known:
        for line in _lines(one, zone, is_last=one is known[-1]):
            OUT.print(line.words(lang), markup=False, soft_wrap=True)


def _lines(one: Activation, zone: str, *, is_last: bool) -> tuple[Told, ...]:
    moment = one.activated_at
    at = f"{moment:%Y-%m-%d %H:%M %Z}"
    if zone:
        at = f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone_letters(zone, moment)}"
    put = (_PUT_LAST if is_last else _PUT)(number=one.number, at=at, rule_set=one.rule_set)
    known = _REASONS.get(one.because)
    because = known() if known else one.because
    proof = proof_words(one, against=True) if one.backtest else _FIRST()
    return put, _BY(by=one.made_by, because=because), _PROOF(proof=proof)


COMMANDS = {"history": history_command}
