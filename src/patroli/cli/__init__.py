"""The command line: words in, stages run, sentences out. Nothing else in patroli prints."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from patroli import __version__
from patroli.cli.language import asked_language
from patroli.cli.lazy import Entry, LazyGroup

__all__ = ["main"]


COMMANDS: dict[str, Entry] = {
    "init": Entry("start", "Write a commented starting configuration for a new team."),
    "check": Entry("check", "Read the whole configuration and print every complaint."),
    "run": Entry("stages", "Collect, load, match, queue and publish in one go, without Prefect."),
    "collect": Entry("stages", "Ask every account and keyword that is due."),
    "import": Entry("import_file", "Bring in a file that a person saved while browsing."),
    "load": Entry("stages", "Load landed batches into the history."),
    "match": Entry("stages", "Match every version that this rule set has not judged."),
    "queue": Entry("stages", "Write the queue of the day."),
    "capture": Entry("capture", "Keep images and page looks of flagged posts; off by default."),
    "publish": Entry("stages", "Publish a read-only snapshot for auditors."),
    "maintain": Entry("stages", "Sweep leftovers, prune state, verify what is stored."),
    "sources": Entry("sources", "Show how every account and keyword fares, and which went quiet."),
    "decide": Entry("decide", "Record what a person found about a queue item."),
    "rules": Entry("rules", "Try, check, compare and change the rules."),
    "evidence": Entry("evidence", "Write everything that proves a post into one folder."),
    "match-again": Entry("match_again", "Repeat a recorded match and prove it equal to the byte."),
    "match-file": Entry("match_file", "Try the rules on an export of your own."),
    "demo": Entry("demo", "Run one day on a small fictional web."),
}


@click.group(
    cls=LazyGroup, entries=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="patroli")
def patroli() -> None:
    """Watch configured public accounts during an election and queue what people should look at.

    patroli never decides and never punishes; people do.
    """


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line; exits 2 on a broken configuration, 1 on any other known error."""
    from patroli.errors import BrokenConfig, PatroliError

    # numpy would start a thread a core for matrices that patroli never multiplies.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    asked: dict[str, str] = {}
    try:
        patroli.main(args=argv, prog_name="patroli", standalone_mode=True, obj=asked)
    except BrokenConfig as error:
        from patroli.cli.shown import show_complaints

        show_complaints(error.complaints, asked_language(asked))
        sys.exit(2)
    except PatroliError as error:
        click.echo(f"patroli: {error.words(asked_language(asked))}", err=True)
        sys.exit(1)
