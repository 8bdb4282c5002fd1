"""`patroli sources`: how every account and keyword fares, and which need looking after."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import click
from rich.table import Table

from patroli import stages
from patroli.cli.options import place_options, usual_cache
from patroli.cli.shown import OUT
from patroli.clock import ticking_from
from patroli.sources import Condition, Source, render_page
from patroli.sources.words import CONDITIONS, ENGLISH, sparkline
from patroli.wording import short_day
from patroli.workspace import Workspace

STYLES = {Condition.WELL: "green", Condition.SILENT: "yellow", Condition.SHORTER: "yellow"}


@click.command()
@place_options
@click.option("--days", type=click.IntRange(1, 3650), default=30, show_default=True)
@click.option("--alarms", is_flag=True, help="Only what needs looking after.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a page, too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line a source instead of a table.")
def sources(
    config_folder: Path,
    data_folder: Path,
    now: datetime | None,
    days: int,
    alarms: bool,
    html: Path | None,
    as_json: bool,
) -> None:
    """Show how every account and keyword fared: reached or not, posting or suddenly silent.

    The bars are its last rounds, newest right: █ posts, ▅ unchanged, ▂ none, × not reached,
    ? never ended.
    """
    place, moment = Workspace.open(config_folder, data_folder, usual_cache()), ticking_from(now)()
    since = moment - timedelta(days=days)
    found = stages.watch_over(place, since, moment)
    settings = place.config.settings
    shown = [source for source in found if source.condition.is_alarm or not alarms]
    if as_json:
        for source in shown:
            click.echo(json.dumps(_plain(source), ensure_ascii=False))
    else:
        _show(shown)
        ill = sum(source.condition.is_alarm for source in found)
        OUT.print(f"{ill} of {len(found)} sources need looking after.", style="bold")
    if html is not None:
        page = render_page(found, team=settings.team, zone=settings.zone, since=since, now=moment)
        html.write_text(page, "utf-8")
        click.echo(f"The page lies in {html}", err=as_json)


def _show(sources: list[Source]) -> None:
    table = Table(box=None, pad_edge=False)
    for head in ("source", "platform", "rounds", "last reached", "last post", "condition"):
        table.add_column(head, overflow="fold", no_wrap=head in ("rounds", "platform"))
    for source in sources:
        condition = source.condition
        words = ENGLISH[condition]
        if condition.is_alarm:
            words += f" / {CONDITIONS[condition]}"
            words += f" ({source.detail})" if source.detail else ""
        name = f"{source.label}, {source.place}" if source.place else source.label
        table.add_row(
            *map(_plain_text, (name, source.platform, sparkline(source.outcomes))),
            *(short_day(at.date()) if at else "never" for at in _times(source)),
            _plain_text(words),
            style=STYLES.get(condition, "red") if condition.is_alarm else None,
        )
    OUT.print(table)


def _times(source: Source) -> tuple[datetime | None, datetime | None]:
    return source.last_reached, source.last_post


def _plain_text(text: str) -> str:
    return text.replace("[", "\\[")


def _plain(source: Source) -> dict[str, object]:
    return {
        "slot_id": source.slot_id,
        "source": source.label,
        "place": source.place,
        "region": source.region,
        "platform": source.platform,
        "address": source.address,
        "condition": source.condition.value,
        "since": source.since.isoformat() if source.since else None,
        "last_reached": source.last_reached.isoformat() if source.last_reached else None,
        "last_post": source.last_post.isoformat() if source.last_post else None,
        "rounds": [outcome.value if outcome else None for outcome in source.outcomes],
        "detail": source.detail,
        "posts": source.posts,
    }


COMMANDS = {"sources": sources}
