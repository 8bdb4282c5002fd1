"""`patroli rules explain TEXT`: what matches, where, what lowers it, and what nearly matched."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from rich.padding import Padding
from rich.text import Text

from patroli.cli.options import config_option
from patroli.cli.rules.marked import legend, marked, printable, styles
from patroli.cli.shown import OUT, hung
from patroli.errors import BadInput
from patroli.model import Match, Role, Span
from patroli.queueing.words import SHORT_FORMS, number_words, stage_name
from patroli.rules import RuleSet
from patroli.told import Saying
from patroli.trials import Sample
from patroli.trials.bench import Bench
from patroli.trials.explained import Explained, Nearly, explain, list_name
from patroli.trials.loosened import Demand

ROLES = click.Choice([role.value for role in Role])
TIERS = {"high": "tinggi", "medium": "sedang", "low": "rendah"}
TIER_STYLES = {
    "high": "bold white on red",
    "medium": "bold black on yellow",
    "low": "black on white",
}
_EMPTY = Saying(
    "found an empty text; expected the words of a post, or - and a text piped in",
    "didapati teks kosong; seharusnya kata-kata sebuah unggahan, atau - dan teks lewat pipa",
)
SHOWN = 6
"""Rules that nearly matched which are shown; `--all` shows every one."""


@click.command(name="explain")
@click.argument("text")
@config_option
@click.option("--contest", "contest_id", help="The contest's id, if there are many.")
@click.option("--parent", default="", help="The text of the post that TEXT answers.")
@click.option("--parent-role", type=ROLES, help="Whose post TEXT answers.")
@click.option("--role", type=ROLES, default="asn", show_default=True, help="Whose post TEXT is.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]),
              help="The local day of the post; else the first of the campaign.")  # fmt: skip
@click.option("--region", default="", help="The region of the account; else the contest's.")
@click.option("--rule", "rules", multiple=True, help="Only this rule, by id; drafts too.")
@click.option("--all", "everything", is_flag=True, help="Show all that nearly matched.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object instead.")
def explain_command(
    text: str,
    config_folder: Path,
    contest_id: str | None,
    parent: str,
    parent_role: str | None,
    role: str,
    day: datetime | None,
    region: str,
    rules: tuple[str, ...],
    everything: bool,
    as_json: bool,
) -> None:
    """Show what matches in TEXT and what nearly does. TEXT may be - for standard input.

    The sentences are the Indonesian ones that reviewers read. Whether the rules' own examples hold
    is not asked here, so a rule can be explained while it is being written.

    \b
    patroli rules explain "Bismillah, coblos nomor 2"
    patroli rules explain "Mantap pak" --parent "Kampanye hari ini" --parent-role contestant
    patroli rules explain - --rule ajakan-memilih --day 2029-11-25 < post.txt
    """
    bench = Bench.open(config_folder)
    if text == "-":
        text = sys.stdin.buffer.read().decode("utf-8", "replace").removesuffix("\n")
    if not text.strip():
        raise BadInput(_EMPTY())
    explained = explain(
        bench.rules,
        Sample(text, "text", parent, parent_role or "", role),
        bench.contest(contest_id),
        day=day.date() if day else None,
        region=region,
        rules=bench.known(rules),
    )
    if as_json:
        shown = json.dumps(_plain(explained, bench.rules, text), ensure_ascii=False, indent=2)
        click.echo(shown.encode("utf-8", "backslashreplace"))
        return
    _show(explained, bench.rules, text, everything)


def _show(explained: Explained, rule_set: RuleSet, text: str, everything: bool) -> None:
    spans = [span for match in explained.matches for span in match.spans]
    colours = styles(spans)
    OUT.print(Padding(marked(text, spans, colours), (0, 2)))
    if colours:
        called = {
            (what, _called(name, rule_set) if name else ""): colour
            for (what, name), colour in colours.items()
        }
        OUT.print(legend(called, OUT.width))
    OUT.print(Text(explained.contest.title, style="dim"))
    on = f"{explained.day}, tahapan {stage_name(explained.stage)}"
    OUT.print(Text(f"Dinilai seperti ditulis pada {on}; hari lain: --day", style="dim"))
    for match in explained.matches:
        _show_match(match, rule_set, text)
    _show_law(explained.matches, rule_set, explained.day)
    OUT.print()
    if not explained.matches:
        OUT.print(Text("Tidak ada aturan yang cocok.", style="bold"))
    for passed in explained.passed_over:
        OUT.print(Text(f"! {passed.why}", style="yellow"))
    _show_nearly(explained.nearly, rule_set, text, everything)


def _show_match(match: Match, rule_set: RuleSet, text: str) -> None:
    rule = next(rule for rule in rule_set.rules if rule.id == match.rule_id)
    shadow = "" if rule.status == "active" else f" · {rule.status}"
    tier = Text.assemble((f" {TIERS[match.tier]} ", TIER_STYLES[match.tier]), " ")
    OUT.print()
    hung(tier, Text.assemble((rule.title, "bold"), (f"\n{match.rule_id}{shadow}", "dim")), 0)
    was = f", aslinya {TIERS[rule.tier]}" if rule.tier is not match.tier else ""
    form = f"{match.form} {SHORT_FORMS[match.form]}"
    _line("bentuk", f"{form}; skor {number_words(match.score, 2)}{was}")
    for sentence in match.reasons[1:] if len(match.reasons) > 1 else match.reasons:
        _line("sebab", sentence)
    for span in match.spans:
        if span.what == "signal" and not _only_weighs(span, rule_set):
            _line("tanda", f"“{_words(span, text)}” dari {_called(span.name, rule_set)}")
    for sentence in match.lowered_by:
        _line("turun", sentence, "yellow")
    if not match.basis:
        _line("dasar", "tidak ada yang berlaku pada hari itu", "red")
    else:
        _line("dasar", ", ".join(match.basis))


def _show_law(matches: Sequence[Match], rule_set: RuleSet, day: date) -> None:
    used = {ident for match in matches for ident in match.basis}
    if used:
        OUT.print()
        OUT.print(Text(f"Dasar hukum yang berlaku pada {day}:", style="bold"))
    for basis in rule_set.law:
        if basis.id in used:
            hung(Text(f"{basis.id} ", style="dim"), Text(f"{basis.title}, {basis.article}"), 2)


def _only_weighs(span: Span, rule_set: RuleSet) -> bool:
    """Whether a word is one of a sum, which the reason tells, and no signal by itself."""
    return _holds_weights(span.name, rule_set)


def _holds_weights(name: str, rule_set: RuleSet) -> bool:
    listed = rule_set.lexicon.get(name)
    return listed is not None and bool(listed.weights)


def _called(name: str, rule_set: RuleSet) -> str:
    """What stands behind a signal: the title of a list, or the name of a group."""
    if _holds_weights(name, rule_set):
        return "kata yang ditimbang"
    return list_name(name, rule_set.lexicon)


def _words(span: Span, text: str) -> str:
    return " ".join(text[span.start : span.end].split())


def _line(name: str, text: str, style: str = "") -> None:
    hung(Text(f"{name:<6} ", style="dim"), Text(printable(text), style=style))


def _show_nearly(nearly: Sequence[Nearly], rule_set: RuleSet, text: str, everything: bool) -> None:
    worth = [
        n for n in nearly if everything or n.demand is not Demand.GROUP or _signals(n, rule_set)
    ]
    shown = worth if everything else worth[:SHOWN]
    if shown:
        OUT.print(Text("Hampir cocok:", style="bold"))
    for one in shown:
        tier = f" (bila lengkap: {TIERS[one.match.tier]})"
        OUT.print(Padding(Text(one.rule.title), (0, 0, 0, 2), expand=False))
        OUT.print(Padding(Text(f"{one.rule.id}{tier}", style="dim"), (0, 0, 0, 4), expand=False))
        own = [span for span in one.match.spans if not _only_weighs(span, rule_set)]
        _line("ada", _listed(own or one.match.spans, text))
        _line("kurang", one.why, "yellow")
    if left := len(nearly) - len(shown):
        rules = f"{left:,} aturan lain" if shown else f"{left:,} aturan"
        OUT.print(
            Text(f"{rules} hanya kurang satu unsur; --all menampilkan semuanya.", style="dim")
        )


def _signals(nearly: Nearly, rule_set: RuleSet) -> bool:
    return any(
        span.what == "signal" and not _only_weighs(span, rule_set) for span in nearly.match.spans
    )


def _listed(spans: Iterable[Span], text: str) -> str:
    found = [span for span in spans if span.what != "lowered"]
    words = dict.fromkeys(f"“{_words(s, text)}”" for s in found)
    return ", ".join(words) or "unggahan yang ditanggapi"


def _plain(explained: Explained, rule_set: RuleSet, text: str) -> dict[str, Any]:
    law = {basis.id: basis for basis in rule_set.law}
    rules = {rule.id: rule for rule in rule_set.rules}
    return {
        "text": text,
        "contest": explained.contest.id,
        "day": explained.day.isoformat(),
        "stage": explained.stage,
        "matches": [
            {
                "rule": match.rule_id,
                "title": rules[match.rule_id].title,
                "status": rules[match.rule_id].status,
                "form": match.form,
                "tier": match.tier,
                "tier_of_rule": rules[match.rule_id].tier,
                "score": match.score,
                "contestant": match.contestant_id or None,
                "spans": _spans(match.spans, text),
                "reasons": list(match.reasons),
                "lowered_by": list(match.lowered_by),
                "basis": [
                    {"id": i, "title": law[i].title, "article": law[i].article} for i in match.basis
                ],
            }
            for match in explained.matches
        ],
        "nearly": [
            {
                "rule": one.rule.id,
                "title": one.rule.title,
                "lacking": one.demand,
                "group": one.missing or None,
                "why": one.why,
                "tier": one.match.tier,
                "contestant": one.match.contestant_id or None,
                "spans": _spans(one.match.spans, text),
            }
            for one in explained.nearly
        ],
        "passed_over": [
            {"start": p.start, "end": p.end, "why": p.why} for p in explained.passed_over
        ],
    }


def _spans(spans: Iterable[Span], text: str) -> list[dict[str, Any]]:
    return [
        {
            "start": s.start,
            "end": s.end,
            "what": s.what,
            "name": s.name,
            "text": text[s.start : s.end],
        }
        for s in spans
    ]


COMMANDS = {"explain": explain_command}
