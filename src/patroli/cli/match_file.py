"""`patroli match-file`: try the rules on an export."""

from __future__ import annotations

from pathlib import Path

import click

from patroli.cli.options import config_option, usual_cache
from patroli.cli.shown import OUT, watching
from patroli.errors import BadInput
from patroli.match_file import match_file as match_posts
from patroli.model import Contest
from patroli.workspace import Workspace


@click.command(name="match-file")
@click.argument("posts", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@config_option
@click.option("--contest", "contest_id", default=None, help="The contest's id, if there are many.")
@click.option(
    "--processes",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Processes that match; each takes about two seconds to start.",
)
def match_file(
    posts: Path, out: Path, config_folder: Path, contest_id: str | None, processes: int
) -> None:
    """Match POSTS (JSONL, CSV or Parquet with id and text); write one JSON line a post to OUT."""
    place = Workspace.open(config_folder, Path("data"), usual_cache())
    contest = _contest(place, contest_id)
    with watching() as watch:
        report = match_posts(
            posts,
            out,
            matcher=place.matcher,
            contest=contest,
            accounts=place.config.accounts,
            progress=lambda done: watch("posts matched", done, done),
            processes=processes,
        )
    tiers = ", ".join(f"{count:,} {tier}" for tier, count in report.by_tier.items())
    OUT.print(f"{out}: {report.posts:,} posts; {tiers or 'no match'}", markup=False, soft_wrap=True)


def _contest(place: Workspace, contest_id: str | None) -> Contest:
    contests = {contest.id: contest for contest in place.config.contests}
    if contest_id is None and len(contests) == 1:
        return next(iter(contests.values()))
    if contest_id not in contests:
        raise BadInput(f"found contest {contest_id!r}; expected one of: {', '.join(contests)}")
    return contests[contest_id]


COMMANDS = {"match-file": match_file}
