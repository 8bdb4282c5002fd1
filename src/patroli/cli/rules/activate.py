"""`patroli rules activate`: put the configured rules in force, on proof."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from patroli.backtest.gate import SHORTEST_REASON, proof_of, required
from patroli.cli.language import lang_option
from patroli.cli.options import demand_history, place_options
from patroli.cli.rules.words import proof_words
from patroli.cli.shown import OUT, watching
from patroli.clock import ticking_from
from patroli.errors import BadInput
from patroli.history import History
from patroli.judging import engine_mark, rules_in_force
from patroli.report import Watch
from patroli.told import Language, Saying
from patroli.trials import symmetry
from patroli.workspace import Workspace

TEXTS = 300
"""Texts of the history in which contestants are swapped, beside all examples."""
SHOWN = 10

_NOBODY = Saying(
    "--by: found no name; expected who decides this",
    "--by: didapati nama kosong; seharusnya siapa yang memutuskan ini",
)
_SHORT_REASON = Saying(
    "--because: found a reason of {count} letters; expected {least} or more, for auditors to read",
    "--because: didapati alasan dengan {count} huruf; seharusnya {least} atau lebih, untuk dibaca "
    "auditor",
)
_ALREADY = Saying(
    "the rules in {folder}/ are in force already, since {day}: {because}",
    "aturan dalam {folder}/ sudah berlaku sejak {day}: {because}",
)
_NO_PROOF = Saying(
    "not put in force: {missing}; run `patroli rules backtest` first",
    "tidak diberlakukan: {missing}; jalankan `patroli rules backtest` dulu",
)
_UNLIKE = Saying(
    "not put in force: the rules do not treat all contestants alike:",
    "tidak diberlakukan: aturan tidak memperlakukan semua peserta sama:",
)
_MORE = Saying("… and {count:,} more", "… dan {count:,} lagi")
_LINES = Saying("{lines:lines}", "{lines:lines}")
_IN_FORCE = Saying(
    "In force: rule set {rule_set} instead of {before}.",
    "Berlaku: himpunan aturan {rule_set}, menggantikan {before}.",
)
_PROOF = Saying("Proof: {proof}.", "Bukti: {proof}.")
_WAITING = Saying(
    "`patroli match` has {count:,} versions to judge by it; so has the next daily round.",
    "`patroli match` perlu menilai {count:,} versi dengannya; begitu juga putaran harian berikut.",
)


@click.command(name="activate")
@place_options
@click.option("--by", "made_by", required=True, help="Who decides this.")
@click.option(
    "--because",
    required=True,
    help=f"Why, for auditors to read; {SHORTEST_REASON} letters or more.",
)
@lang_option
def activate(
    config_folder: Path,
    data_folder: Path,
    now: datetime | None,
    made_by: str,
    because: str,
    lang: Language,
) -> None:
    """Put the configured rules in force.

    Refused unless their examples hold, every contestant is treated alike, and a backtest of exactly
    these rules against those in force covers the last days (`backtest_days` in patroli.yaml).
    """
    place = Workspace.open(config_folder, data_folder)
    if not made_by.strip():
        raise BadInput(_NOBODY())
    if (length := len(because.strip())) < SHORTEST_REASON:
        raise BadInput(_SHORT_REASON(count=length, least=SHORTEST_REASON))
    demand_history(data_folder)
    moment = ticking_from(now)()
    settings, rules = place.config.settings, place.rules
    with History.open(place.history) as history, watching(lang) as watch:
        force = rules_in_force(history, place, moment)
        if force.activation.rule_set == rules.hash:
            since = force.activation.activated_at.date()
            raise BadInput(
                _ALREADY(folder=str(config_folder), day=since, because=force.activation.because)
            )
        need = required(history.met_bounds(), settings.backtest_days, settings.zone)
        kept = history.backtests(rules.hash, force.rules.hash)
        proof, missing = proof_of(kept, need, engine_mark())
        if proof is None:
            raise BadInput(_NO_PROOF(missing=missing or ""))
        _demand_symmetry(place, history, watch)
        made = history.activate(
            rules.hash,
            rules.canonical,
            against=force.rules.hash,
            backtest=proof.backtest,
            made_by=made_by.strip(),
            because=because.strip(),
            now=moment,
        )
        waiting = history.unmatched_count(rules.hash)
    in_force = _IN_FORCE(rule_set=made.rule_set[:12], before=made.against[:12])
    for told in (in_force, _PROOF(proof=proof_words(made)), _WAITING(count=waiting)):
        OUT.print(told.words(lang), markup=False, soft_wrap=True)


def _demand_symmetry(place: Workspace, history: History, watch: Watch) -> None:
    found = symmetry(place.matcher, history.sample_texts(TEXTS), watch)
    if found.holds:
        return
    lines = [_UNLIKE(), *(one.told for one in found.differences[:SHOWN])]
    if (more := len(found.differences) - SHOWN) > 0:
        lines.append(_MORE(count=more))
    raise BadInput(_LINES(lines=tuple(lines)))


COMMANDS = {"activate": activate}
