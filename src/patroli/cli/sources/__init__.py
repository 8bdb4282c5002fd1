"""`patroli sources`: how accounts and keywords fare, and what only a person can tell of them."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import click

from patroli import stages
from patroli.cli.language import lang_option
from patroli.cli.options import demand_folder, demand_history, place_options, usual_cache
from patroli.cli.shown import OUT
from patroli.cli.sources.answer import answer
from patroli.cli.sources.chosen import about, chosen, plain
from patroli.cli.sources.printed import (
    print_counts,
    print_nothing,
    print_questions,
    print_sources,
    print_summary,
)
from patroli.clock import ticking_from
from patroli.errors import BadInput
from patroli.sources import render_page
from patroli.told import Language, Saying
from patroli.watching import ROUNDS
from patroli.workspace import Workspace

_NEVER_ASKED = Saying(
    "found the id {id!r}; expected one that was asked before",
    "didapati id {id!r}; seharusnya id yang pernah ditanya",
)
_DUE = Saying("{count} slots of {id} are due now.", "{count} slot dari {id} kini ditanya lagi.")


@click.group(invoke_without_command=True)
@place_options
@click.option(
    "--days", type=click.IntRange(1, 3650), default=ROUNDS.days, show_default=True,
    help="So far back rounds are looked at.",
)  # fmt: skip
@click.option("--only", type=click.Choice(["alarm", "question"]), help="Only what needs a person.")
@click.option("--agency", default="", help="Only sources whose agency or place holds these words.")
@click.option("--by", type=click.Choice(["agency", "region"]), help="Count them instead.")
@lang_option
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
    lang: Language,
    html: Path | None,
    retry: str | None,
    as_json: bool,
) -> None:
    """Show how every account and keyword fared, and what only a person can tell of accounts.

    `patroli sources answer` answers a question. The bars are its last rounds, newest right:

    \b
    █ posts   ▅ unchanged   ▂ none   · skipped   × not reached   ? never ended
    """
    if context.invoked_subcommand:
        # What stands before `answer` counts for it too.
        place_given = {"config_folder": config_folder, "data_folder": data_folder, "now": now}
        context.default_map = {context.invoked_subcommand: place_given}
        return
    place, moment = Workspace.open(config_folder, data_folder, usual_cache()), ticking_from(now)()
    if retry is not None:
        demand_folder(data_folder)
        if not (count := stages.retry(place, retry, moment)):
            raise BadInput(_NEVER_ASKED(id=retry))
        OUT.print(_DUE(count=count, id=retry).words(lang), markup=False)
        return
    demand_history(data_folder)
    found = stages.watch_over(place, timedelta(days=days), moment)
    settings = place.config.settings
    shown = chosen(found, only, agency)
    if as_json:
        for source in shown:
            click.echo(json.dumps(plain(source, found.matters), ensure_ascii=False))
    elif by:
        print_counts(shown, by, lang)
    elif not found.sources:
        print_nothing(place.history, timedelta(days=days), moment, settings.zone, lang)
    else:
        print_sources(shown, lang, settings.zone, moment)
        print_questions(about(found.open, shown), lang)
        print_summary(shown, lang)
    if html is not None:
        page = render_page(
            found.sources, found.matters, team=settings.team, zone=settings.zone, now=moment
        )
        html.write_text(page, "utf-8")
        click.echo(f"The page lies in {html}", err=as_json)


sources.add_command(answer)
COMMANDS = {"sources": sources}
