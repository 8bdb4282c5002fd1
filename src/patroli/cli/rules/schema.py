"""`patroli rules schema`: what an editor needs to help somebody who writes rules."""

from __future__ import annotations

from pathlib import Path

import click

from patroli.cli.shown import OUT
from patroli.errors import BadInput
from patroli.rules.schema import SCHEMAS, as_text, rule_schema


@click.command(name="schema")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def schema(folder: Path | None) -> None:
    """Print the JSON Schema of a rule, with its keys described in Indonesian.

    With FOLDER the schemas of rules, word lists and contests are written there; the first line of
    each file of config/rules, config/lexicon and config/contests points to config/schema.

    \b
    patroli rules schema
    patroli rules schema config/schema
    """
    if folder is None:
        click.echo(as_text(rule_schema()), nl=False)
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, made in SCHEMAS.items():
            (folder / name).write_text(as_text(made()), encoding="utf-8")
            OUT.print(str(folder / name), markup=False, soft_wrap=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadInput(f"cannot write schemas into {folder}: {reason}") from error


COMMANDS = {"schema": schema}
