"""A folder in, a commented starting configuration in it out."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from patroli.errors import BadInput
from patroli.told import Saying

SHARED = ("law.yaml", "lexicon", "rules", "schema")
"""What every team starts with; the rest is the team's own and comes from templates."""

_CANNOT_WRITE = Saying(
    "cannot write a configuration into {folder}: {reason}",
    "konfigurasi tidak dapat ditulis ke {folder}: {reason}",
)
_NOT_EMPTY = Saying(
    "{folder} is not empty; give the name of a new or empty folder",
    "{folder} tidak kosong; sebutkan nama map yang baru atau kosong",
)


def shipped_config() -> Path:
    """The configuration of the fictional regency: in the package, or the repository's config/."""
    packaged = Path(__file__).with_name("shipped")
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[3] / "config"


def write_starter(folder: Path) -> tuple[Path, ...]:
    """Write a starting configuration that `read_config` reads without complaint.

    The folder is made, or is there and empty; all of it is written or nothing. Returns the files
    written. Raises BadInput where the folder holds anything or cannot be written.
    """
    try:
        contents = _contents()
        return _place(folder, contents)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadInput(_CANNOT_WRITE(folder=str(folder), reason=reason)) from error


def _contents() -> dict[Path, bytes]:
    """Every file of the starting configuration by its place in the folder."""
    templates = Path(__file__).with_name("templates")
    shipped = shipped_config()
    found = [(templates, path) for path in templates.rglob("*")]
    for name in SHARED:
        below = shipped / name
        found += [(shipped, path) for path in (below.rglob("*") if below.is_dir() else [below])]
    return {
        path.relative_to(root): path.read_bytes()
        for root, path in sorted(found)
        if not path.is_dir() and not path.name.startswith((".", "~"))
    }


def _place(folder: Path, contents: dict[Path, bytes]) -> tuple[Path, ...]:
    target = folder.resolve()
    there = target.exists()
    if there and (not target.is_dir() or next(target.iterdir(), None)):
        raise BadInput(_NOT_EMPTY(folder=str(folder)))
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = (target if there else target.parent) / f".patroli-init-{os.getpid()}"
    try:
        for name, content in contents.items():
            path = unfinished / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if there:
            _move_up(unfinished, target)
        else:
            unfinished.rename(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return tuple(folder / name for name in sorted(contents))


def _move_up(unfinished: Path, target: Path) -> None:
    """An empty folder stays the same folder: somebody may stand in it, or have mounted it."""
    names = [path.name for path in unfinished.iterdir()]
    try:
        for name in names:
            (unfinished / name).rename(target / name)
    except OSError:
        for path in (target / name for name in names):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        raise
