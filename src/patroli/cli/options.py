"""Options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from patroli.cli.language import usual_language
from patroli.errors import BadInput
from patroli.told import Saying

HISTORY = "history.duckdb"
_NO_HISTORY = Saying(
    "found no history in {folder}; expected the folder that `patroli collect` and `patroli load` "
    "wrote into, named by --data",
    "didapati tidak ada riwayat di {folder}; seharusnya map yang diisi oleh `patroli collect` dan "
    "`patroli load`, disebut dengan --data",
)
_NO_FOLDER = Saying(
    "found no folder {folder}; expected the one that `patroli collect` wrote into, named by --data",
    "didapati tidak ada map {folder}; seharusnya map yang diisi oleh `patroli collect`, disebut "
    "dengan --data",
)
_NEW_HISTORY = Saying("A new history begins in {folder}.", "Riwayat baru dimulai di {folder}.")
_NEW_FOLDER = Saying("A new data folder begins: {folder}.", "Map data baru dimulai: {folder}.")

F = TypeVar("F", bound=Callable[..., Any])


class Moment(click.ParamType[datetime]):
    """A point in time with its zone, such as 2029-11-25T06:00:00+09:00."""

    name = "time"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a time like 2029-11-25T06:00:00+09:00", param, ctx)
        if moment.tzinfo is None:
            self.fail(f"{value!r} has no zone; write it like {value}+09:00", param, ctx)
        return moment


def config_option(function: F) -> F:
    """`--config DIR`."""
    return click.option(
        "--config",
        "config_folder",
        type=click.Path(path_type=Path),
        default=Path("config"),
        show_default=True,
        help="The folder with patroli.yaml.",
    )(function)


def data_option(function: F) -> F:
    """`--data DIR`."""
    return click.option(
        "--data",
        "data_folder",
        type=click.Path(path_type=Path),
        default=Path("data"),
        show_default=True,
        help="The folder that everything collected is kept in.",
    )(function)


def place_options(function: F) -> F:
    """`--config DIR`, `--data DIR` and `--now TIME`."""
    now = click.option(
        "--now",
        type=Moment(),
        default=None,
        help="Replay a moment, e.g. 2029-11-25T06:00:00+09:00; without it the clock counts.",
    )
    return config_option(data_option(now(function)))


def demand_history(data: Path) -> None:
    """Refuse a data folder without a history, for commands that only read one.

    Opening it would make an empty one, and a folder with a typing error in its name would read
    like a place where nothing ever happened.
    """
    if not (data / HISTORY).exists():
        raise BadInput(_NO_HISTORY(folder=str(data)))


def demand_folder(data: Path) -> None:
    """Refuse a data folder that is not there, for commands that need something collected."""
    if not data.is_dir():
        raise BadInput(_NO_FOLDER(folder=str(data)))


def tell_new(data: Path, *, history: bool) -> None:
    """Say in one line that a history, or else a data folder, is about to begin."""
    if not (data / HISTORY if history else data).exists():
        begins = _NEW_HISTORY if history else _NEW_FOLDER
        click.echo(begins(folder=str(data)).words(usual_language()))


def usual_cache() -> Path | None:
    """Where compiled rules are kept between starts, if anywhere."""
    from patroli.kept import cache_folder

    return cache_folder(os.environ)
