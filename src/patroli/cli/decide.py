"""`patroli decide`: what a person found, appended to the review log for good."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from patroli.cli.options import demand_history, place_options, usual_cache
from patroli.cli.shown import OUT
from patroli.clock import ticking_from
from patroli.decisions import ReviewLog, Word
from patroli.errors import BadInput
from patroli.history import History
from patroli.model import Decision
from patroli.workspace import Workspace

SHORTEST = 8


@click.command()
@click.argument("item")
@click.option("--word", type=click.Choice([word.value for word in Word]), required=True)
@click.option("--reason", required=True, help="A reason code, such as ajakan-terbuka.")
@click.option("--reviewer", required=True, help="Who decides.")
@click.option("--basis", multiple=True, help="Id of a norm; required for a suspected violation.")
@click.option("--exculpatory", default="", help="What speaks for the person; required likewise.")
@place_options
def decide(
    item: str,
    word: str,
    reason: str,
    reviewer: str,
    basis: tuple[str, ...],
    exculpatory: str,
    config_folder: Path,
    data_folder: Path,
    now: datetime | None,
) -> None:
    """Record what REVIEWER found about ITEM (the id on the queue's page, or its first 8 letters).

    It holds for every post of the item as it read when it was queued, and cannot be taken back:
    a later decision supersedes it.
    """
    place = Workspace.open(config_folder, data_folder, usual_cache())
    demand_history(data_folder)
    item_id, members = _members(place, item)
    known = {norm.id for norm in place.config.law}
    if unknown := [norm for norm in basis if norm not in known]:
        raise BadInput(f"found the norms {', '.join(unknown)}; expected ids of law.yaml")
    log, decided_at = ReviewLog(place.review_log), ticking_from(now)()
    for post_id, version in members:
        head = log.append(
            Decision(
                post_id=post_id,
                version=version,
                item_id=item_id,
                word=word,
                reason=reason,
                reviewer=reviewer,
                decided_at=decided_at,
                basis=basis,
                exculpatory=exculpatory,
            )
        )
    posts = "1 post" if len(members) == 1 else f"{len(members):,} posts"
    OUT.print(f"{item_id}: {word}, {posts}.", markup=False, soft_wrap=True)
    OUT.print(
        f"The review log now ends at event {head.number}, hash {head.hash}.",
        markup=False,
        soft_wrap=True,
    )


def _members(place: Workspace, item: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    if len(item) < SHORTEST:
        raise BadInput(f"found the item {item!r}; expected at least {SHORTEST} letters of its id")
    with History.open(place.history) as history:
        found = history.item_members(item)
    if len(found) != 1:
        raise BadInput(f"found {len(found)} queue items whose id begins {item!r}; expected one")
    return next(iter(found.items()))


COMMANDS = {"decide": decide}
