"""Which language a command speaks: the one asked for, else the terminal's."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

import click

from patroli.told import LANGUAGES, Language

F = TypeVar("F", bound=Callable[..., Any])
ASKED = "lang"
"""The key of the command line's `obj` under which what was asked for is kept, for complaints."""


def usual_language(environment: Mapping[str, str] = os.environ) -> Language:
    """Indonesian where the terminal is, else English."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    set_to = next((environment[name] for name in names if environment.get(name)), "")
    return "id" if set_to.lower().startswith(("id_", "id.", "in_")) or set_to == "id" else "en"


def asked_language(obj: object) -> Language:
    """The language of what a command complains of, when it has ended."""
    asked = obj.get(ASKED) if isinstance(obj, dict) else None
    return cast("Language", asked) if asked in LANGUAGES else usual_language()


def lang_option(function: F) -> F:
    """`--lang id|en`."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default=usual_language,
        callback=_remember,
        is_eager=True,
        help="Its words; without it, the terminal's language.",
    )(function)


def _remember(context: click.Context, _: click.Parameter, value: Language) -> Language:
    if isinstance(context.obj, dict):
        context.obj[ASKED] = value
    return value
