"""`patroli sources answer`: what a person found about an account, kept for good."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from patroli import stages
from patroli.cli.options import demand_history, place_options, usual_cache
from patroli.cli.shown import OUT
from patroli.cli.sources.words import SHORTEST
from patroli.clock import ticking_from
from patroli.decisions import ReviewLog
from patroli.errors import BadInput
from patroli.model import Answered, Reply
from patroli.sources.question_words import REPLIES, TITLES, reason
from patroli.told import Saying
from patroli.watching import ROUNDS
from patroli.workspace import Workspace

_TOO_SHORT = Saying(
    "found {question!r}; expected at least {least} letters of a question",
    "didapati {question!r}; seharusnya sedikitnya {least} huruf dari id pertanyaan",
)
_NOT_ONE = Saying(
    "found {count} questions that begin {question!r}; expected one",
    "didapati {count} pertanyaan yang diawali {question!r}; seharusnya satu",
)


@click.command()
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
    demand_history(data_folder)
    if len(question) < SHORTEST:
        raise BadInput(_TOO_SHORT(question=question, least=SHORTEST))
    known = stages.watch_over(place, ROUNDS, moment).matters
    matching = [m.question for m in known if m.question.id.startswith(question)]
    if len(matching) != 1:
        raise BadInput(_NOT_ONE(count=len(matching), question=question))
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
