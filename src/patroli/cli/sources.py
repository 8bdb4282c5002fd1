"""`patroli sources`: how accounts and keywords fare, and what only a person can tell of them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from patroli import stages
from patroli.cli.options import place_options, usual_cache
from patroli.cli.shown import OUT
from patroli.clock import ticking_from
from patroli.decisions import ReviewLog
from patroli.errors import BadInput
from patroli.model import Answered, Reply
from patroli.sources import Condition, Matter, Source, render_page
from patroli.sources.picture import GROUPS, bars, local_day
from patroli.sources.question_words import ADVICE, REPLIES, TITLES, reason
from patroli.sources.words import LANGUAGES, spark, why
from patroli.watching import ROUNDS as ROUNDS_BACK
from patroli.watching import Health
from patroli.wording import short_day
from patroli.workspace import Workspace

ROUNDS = 20
"""Shown of each source on a terminal as wide as `WIDE`, else half as many."""
WIDE = 100
NARROWEST = 16
SHORTEST = 8
"""Letters of a question's id that name it."""
STYLES = {"well": "green", "strange": "yellow", "lost": "red"}
SPARK_STYLES = {"█": "green", "▅": "green", "▂": "yellow", "·": "dim", "×": "red", "?": "red"}
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "source": "source", "platform": "platform", "rounds": "rounds", "reached": "last reached",
        "post": "last post", "due": "next due",
        "never": "never", "unknown": "not known", "set_aside": "set aside", "agency": "agency",
        "region": "region", "total": "all", "well": "well", "strange": "answers, but strangely",
        "lost": "not reached", "questions": "Questions about accounts",
        "none": "No question about an account is open.",
        "summary": "{ill} of {all} sources need looking after.",
        "refused": "{refused} of {all} are refused by robots.txt and not read.",
    },
    "id": {
        "source": "sumber", "platform": "platform", "rounds": "putaran",
        "reached": "terjangkau", "post": "unggahan", "due": "ditanya lagi",
        "never": "belum pernah", "unknown": "tidak diketahui",
        "set_aside": "dikarantina", "agency": "instansi", "region": "wilayah", "total": "jumlah",
        **GROUPS, "questions": "Pertanyaan tentang akun",
        "none": "Tidak ada pertanyaan tentang akun yang belum dijawab.",
        "summary": "{ill} dari {all} sumber perlu diperiksa.",
        "refused": "{refused} dari {all} dilarang robots.txt dan tidak dibaca.",
    },
}  # fmt: skip


def usual_language() -> str:
    """Indonesian where the terminal is, else English."""
    set_to = next(
        (os.environ[k] for k in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(k)), ""
    )
    return "id" if set_to.lower().startswith(("id_", "id.", "in_")) or set_to == "id" else "en"


@click.group(invoke_without_command=True)
@place_options
@click.option(
    "--days", type=click.IntRange(1, 3650), default=ROUNDS_BACK.days, show_default=True,
    help="So far back rounds are looked at.",
)  # fmt: skip
@click.option("--only", type=click.Choice(["alarm", "question"]), help="Only what needs a person.")
@click.option("--agency", default="", help="Only sources whose agency or place holds these words.")
@click.option("--by", type=click.Choice(["agency", "region"]), help="Count them instead.")
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=usual_language,
    help="Its words; without it, the terminal's language.",
)
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a page, too.")
@click.option("--retry", metavar="ID", help="Ask this account, keyword or slot in the next round.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line a source instead of a table.")
@click.pass_context
def sources(
    context: click.Context,
    config_folder: Path,
    data_folder: Path,
    now: datetime | None,
    days: int,
    only: str | None,
    agency: str,
    by: str | None,
    lang: str,
    html: Path | None,
    retry: str | None,
    as_json: bool,
) -> None:
    """Show how every account and keyword fared, and what only a person can tell of accounts.

    The bars are its last rounds, newest right: █ posts, ▅ unchanged, ▂ none, × not reached,
    ? never ended. `patroli sources answer` answers a question.
    """
    if context.invoked_subcommand:
        # What stands before `answer` counts for it too.
        place_given = {"config_folder": config_folder, "data_folder": data_folder, "now": now}
        context.default_map = {context.invoked_subcommand: place_given}
        return
    place, moment = Workspace.open(config_folder, data_folder, usual_cache()), ticking_from(now)()
    if retry is not None:
        if not (count := stages.retry(place, retry, moment)):
            raise BadInput(f"found the id {retry!r}; expected one that was asked before")
        OUT.print(f"{count} slots of {retry} are due now.", markup=False)
        return
    found = stages.watch_over(place, timedelta(days=days), moment)
    settings = place.config.settings
    shown = _chosen(found, only, agency)
    if as_json:
        for source in shown:
            click.echo(json.dumps(_plain(source, found.matters), ensure_ascii=False))
    elif by:
        _show_counts(shown, by, WORDS[lang])
    else:
        _show(shown, lang, settings.zone, moment)
        _show_questions(_about(found.open, shown), lang)
        _show_summary(shown, WORDS[lang])
    if html is not None:
        page = render_page(
            found.sources, found.matters, team=settings.team, zone=settings.zone, now=moment
        )
        html.write_text(page, "utf-8")
        click.echo(f"The page lies in {html}", err=as_json)


@sources.command()
@click.argument("question")
@click.option(
    "--as", "reply", type=click.Choice([reply.value for reply in Reply]), required=True,
    help="same: still the holder's; other: somebody else's; stop: not to be watched.",
)  # fmt: skip
@click.option("--by", required=True, help="Who answers.")
@click.option("--why", required=True, help="How they know.")
@place_options
def answer(
    question: str,
    reply: str,
    by: str,
    why: str,
    config_folder: Path,
    data_folder: Path,
    now: datetime | None,
) -> None:
    """Answer QUESTION (its id, or the first 8 letters) in the review log, for good.

    A later answer supersedes it. `other` and `stop` change nothing in the watch list: that is
    edited in accounts/*.csv.
    """
    place, moment = Workspace.open(config_folder, data_folder, usual_cache()), ticking_from(now)()
    if len(question) < SHORTEST:
        raise BadInput(f"found {question!r}; expected at least {SHORTEST} letters of a question")
    known = stages.watch_over(place, ROUNDS_BACK, moment).matters
    matching = [m.question for m in known if m.question.id.startswith(question)]
    if len(matching) != 1:
        raise BadInput(f"found {len(matching)} questions that begin {question!r}; expected one")
    asked = matching[0]
    head = ReviewLog(place.review_log).answer(
        Answered(
            question_id=asked.id,
            kind=asked.kind.value,
            account_id=asked.account.id,
            reply=Reply(reply),
            by=by,
            why=why,
            answered_at=moment,
            asked=reason(asked, "en"),
        )
    )
    said = f"{asked.account.id}: {TITLES[asked.kind]['en']}: {REPLIES[Reply(reply)]['en']}."
    OUT.print(said, markup=False, soft_wrap=True)
    end = f"The review log now ends at event {head.number}, hash {head.hash}."
    OUT.print(end, markup=False, soft_wrap=True)


def _chosen(found: Health, only: str | None, agency: str) -> list[Source]:
    asked = {account for matter in found.open for account in _accounts(matter)}
    return [
        source
        for source in found.sources
        if agency.casefold() in source.place.casefold()
        and (only != "alarm" or source.condition.is_alarm)
        and (only != "question" or source.account_id in asked)
    ]


def _about(matters: Sequence[Matter], shown: Sequence[Source]) -> list[Matter]:
    accounts = {source.account_id for source in shown}
    return [matter for matter in matters if accounts.intersection(_accounts(matter))]


def _accounts(matter: Matter) -> set[str]:
    question = matter.question
    return {question.account.id} | ({question.other.id} if question.other else set())


def _show(shown: Sequence[Source], language: str, zone: str, now: datetime) -> None:
    """One line a source; below it, where it needs looking after or is not read, why."""
    words = WORDS[language]
    rounds = ROUNDS if OUT.width >= WIDE else ROUNDS // 2
    heads = ("source", "platform", "rounds", "reached", "post", "due")
    lines = [
        (
            Text(f"{source.label}, {source.place}" if source.place else source.label),
            Text(source.platform),
            _sparks(source, rounds),
            Text(_day(source.last_reached, now, zone) or words["never"]),
            Text(_day(source.last_post, now, zone) or words["never"]),
            Text(_due(source, words, now, zone)),
        )
        for source in shown
    ]
    first = tuple(Text(words[head], style="dim") for head in heads)
    widths = [max(line[n].cell_len for line in (first, *lines)) for n in range(len(heads))]
    widths[0] = min(widths[0], max(NARROWEST, OUT.width - sum(widths[1:]) - 2 * len(heads)))
    OUT.print(_line(first, widths), no_wrap=True, overflow="ellipsis", crop=True)
    for source, cells in zip(shown, lines, strict=True):
        if source.condition.is_alarm:
            cells[0].stylize(_colour(source.condition))
        OUT.print(_line(cells, widths), no_wrap=True, overflow="ellipsis", crop=True)
        if told := why(source, language):
            OUT.print(Padding(Text(told, style=_colour(source.condition)), (0, 0, 0, 4)))


def _line(cells: Sequence[Text], widths: Sequence[int]) -> Text:
    line = Text()
    for cell, width in zip(cells, widths, strict=True):
        fitted = cell.copy()
        fitted.truncate(width, overflow="ellipsis", pad=True)
        line.append_text(fitted).append("  ")
    line.rstrip()
    return line


def _sparks(source: Source, rounds: int) -> Text:
    signs = [spark(outcome) for outcome in source.outcomes[-rounds:]]
    return Text.assemble(*((sign, SPARK_STYLES[sign]) for sign in signs))


def _colour(condition: Condition) -> str:
    if not condition.is_alarm:
        return "dim"
    return STYLES["strange" if condition.is_reached else "lost"]


def _day(at: datetime | None, now: datetime, zone: str) -> str:
    """`25 Nov`, with the year where it is not this one; empty for never."""
    if at is None:
        return ""
    day, today = local_day(at, zone), local_day(now, zone)
    words = short_day(day)
    return words.rpartition(" ")[0] if day.year == today.year else words


def _due(source: Source, words: Mapping[str, str], now: datetime, zone: str) -> str:
    due = source.next_due
    if due is None:
        return words["unknown"]
    at = f"{_day(due.at, now, zone)} {due.at.astimezone(ZoneInfo(zone)):%H.%M}"
    return f"{at}, {words['set_aside']}: {due.quarantine}" if due.quarantine else at


def _show_summary(shown: Sequence[Source], words: Mapping[str, str]) -> None:
    ill = sum(source.condition.is_alarm for source in shown)
    refused = sum(source.condition is Condition.REFUSED for source in shown)
    OUT.print(words["summary"].format(ill=ill, all=len(shown)), style="bold")
    if refused:
        OUT.print(words["refused"].format(refused=refused, all=len(shown)))


def _show_counts(shown: Sequence[Source], by: str, words: Mapping[str, str]) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column(words[by], overflow="fold")
    for head in (*GROUPS, "total"):
        table.add_column(words[head], justify="right")
    for bar in bars(shown, lambda s: s.place if by == "agency" else s.region):
        cells = [
            Text(str(count), style=STYLES[group] if count else "dim")
            for group, count in bar.counts.items()
        ]
        table.add_row(Text(bar.label or "-"), *cells, Text(str(bar.total)))
    OUT.print(table)


def _show_questions(matters: Sequence[Matter], language: str) -> None:
    words = WORDS[language]
    if not matters:
        OUT.print(words["none"], style="dim")
        return
    OUT.print(f"\n{words['questions']}", style="bold")
    for matter in matters:
        question = matter.question
        colour = "red" if question.doubts else "yellow"
        since = f" ({short_day(question.since.date())})" if question.since else ""
        title = f"{question.id[:SHORTEST]}  {TITLES[question.kind][language]}"
        OUT.print(Text.assemble((title, colour), f"  {question.account.holder}{since}"))
        for line in (reason(question, language), ADVICE[question.kind][language], question.url):
            if line:
                OUT.print(Text(f"          {line}"), soft_wrap=True)


def _plain(source: Source, matters: Sequence[Matter]) -> dict[str, object]:
    due = source.next_due
    return {
        "slot_id": source.slot_id,
        "source": source.label,
        "place": source.place,
        "region": source.region,
        "platform": source.platform,
        "address": source.address,
        "condition": source.condition.value,
        "why": {language: why(source, language) for language in LANGUAGES},
        "since": _iso(source.since),
        "last_reached": _iso(source.last_reached),
        "last_post": _iso(source.last_post),
        "next_due": _iso(due.at if due else None),
        "quarantine": due.quarantine if due else "",
        "rounds": [outcome.value if outcome else None for outcome in source.outcomes],
        "detail": source.detail,
        "posts": source.posts,
        "questions": [
            {
                "id": matter.question.id,
                "kind": matter.question.kind.value,
                "reason": reason(matter.question, "en"),
                "answer": matter.answer.reply.value if matter.answer else None,
            }
            for matter in _about(matters, [source])
        ],
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


COMMANDS = {"sources": sources}
