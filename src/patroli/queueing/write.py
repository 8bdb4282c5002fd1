"""A planned queue in, the day's folder out: whole or not there, and never changed again.

A second run of one day with the same content writes nothing. With other content (a corrected
rule, new posts) it makes `<day>-2`, then `<day>-3`: what people have already opened stays as it
was, and the manifests' chain says which came after which.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from xlsxwriter.exceptions import FileCreateError

from patroli import __version__
from patroli.errors import BadInput, QueueError, in_a_line
from patroli.queueing.page import cards_of, render_page
from patroli.queueing.plain import render_csv
from patroli.queueing.plan import Queue
from patroli.queueing.sheet import write_sheet

MANIFEST = "manifest.json"
_MAKING = ".making-"
_FOLDER = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-(\d+))?")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `manifest.json` of one queue folder says, and where it is."""

    folder: Path
    values: Mapping[str, Any]
    written: bool
    """False where the same content was there before."""

    @property
    def page(self) -> Path:
        """The page to open."""
        return self.folder / "queue.html"


def write_queue(
    queue: Queue, folder: Path, extra: Mapping[str, Callable[[Path], None]] | None = None
) -> Manifest:
    """Write the day's files below `folder` (`data/queues`) and say what they are.

    `extra` names further files and who writes each, given its path; they are in the manifest too.
    One process at a time may write below `folder`; what a killed one left is swept away first.
    Raises QueueError where the disk does not take it.
    """
    try:
        return _write(queue, folder, extra or {})
    except (OSError, FileCreateError) as error:
        raise QueueError(f"cannot write the queue below {folder}: {in_a_line(error)}") from error


def _write(queue: Queue, folder: Path, extra: Mapping[str, Callable[[Path], None]]) -> Manifest:
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{_MAKING}*"):
        shutil.rmtree(left)
    content = content_hash(queue)
    earlier = list_queues(folder)
    for found in reversed(earlier):
        if _runs_of(found) == queue.day.isoformat() and not damage(found):
            values = read_manifest(found)
            if values["content_sha256"] == content:
                return Manifest(found, values, written=False)
    making = folder / f"{_MAKING}{queue.day}"
    making.mkdir()
    try:
        _write_files(queue, making, extra)
        values = _manifest(queue, making, content, earlier)
        (making / MANIFEST).write_text(_spell(values), "utf-8")
        return Manifest(_publish(making, folder, queue.day.isoformat()), values, written=True)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise


def content_hash(queue: Queue) -> str:
    """SHA-256 over what the queue says, apart from when it was made (where coverage ends too)."""
    values = {
        "version": __version__,
        "day": queue.day,
        "zone": queue.zone,
        "reviewers": queue.reviewers,
        "limit": queue.limit,
        "items": [asdict(item) for item in queue.items],
        "waiting": [asdict(item) for item in queue.waiting],
        "posts": [asdict(queue.candidates[k]) for item in queue.items for k in item.members],
        "coverage": asdict(queue.coverage) | {"until": None},
        "counts": asdict(queue.counts),
        "rules": dict(queue.reference.rule_titles),
        "rule_set": queue.reference.rule_set,
        "config": queue.reference.config,
        "contests": [asdict(contest) for contest in queue.reference.contests],
        "law": [asdict(basis) for basis in queue.reference.law],
        "team": queue.reference.team,
    }
    text = json.dumps(values, default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def list_queues(folder: Path) -> list[Path]:
    """Every queue folder, in the order of their days and runs."""
    found = [(_FOLDER.fullmatch(path.name), path) for path in folder.iterdir() if path.is_dir()]
    known = [(match[1], int(match[2] or 1), path) for match, path in found if match]
    return [path for _, _, path in sorted(known) if (path / MANIFEST).is_file()]


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of one queue folder; raises BadInput where it cannot be read."""
    try:
        values = json.loads((folder / MANIFEST).read_text("utf-8"))
        values["files"], values["content_sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{folder / MANIFEST}: not a queue's manifest ({error})") from error
    return dict(values)


def damage(folder: Path) -> tuple[str, ...]:
    """The files of a queue folder that are missing or not what the manifest says."""
    try:
        files = read_manifest(folder)["files"]
    except BadInput:
        return (MANIFEST,)
    return tuple(
        name
        for name, said in files.items()
        if not (folder / name).is_file() or _hash(folder / name) != said["sha256"]
    )


def _write_files(queue: Queue, making: Path, extra: Mapping[str, Callable[[Path], None]]) -> None:
    cards = cards_of(queue)
    (making / "queue.html").write_text(render_page(queue, cards), "utf-8")
    (making / "queue.csv").write_bytes(render_csv(cards))
    write_sheet(queue, cards, making / "queue.xlsx")
    for name, write in extra.items():
        if Path(name).name != name or name.startswith(".") or (making / name).exists():
            raise BadInput(f"{name!r} cannot be the name of a file beside the queue's own")
        write(making / name)


def _manifest(queue: Queue, making: Path, content: str, earlier: list[Path]) -> dict[str, Any]:
    counts = queue.counts
    previous = earlier[-1] if earlier else None
    return {
        "day": queue.day.isoformat(),
        "made_at": queue.made_at.isoformat(),
        "patroli": __version__,
        "content_sha256": content,
        "rule_set_sha256": queue.reference.rule_set,
        "config_sha256": queue.reference.config,
        "counts": {
            "items": counts.items,
            "posts": counts.posts,
            "waiting": counts.waiting,
            "decided": counts.decided,
            "not_queued": counts.not_queued,
            "tiers": {tier.value: n for tier, n in counts.by_tier},
            "forms": {form.value: n for form, n in counts.by_form},
            "rules": dict(counts.by_rule),
        },
        "coverage": {
            "due": len(queue.coverage.watched),
            "reached": sum(place.reached > 0 for place in queue.coverage.watched),
            "strange": sum(alarm.answers for alarm in queue.coverage.alarms),
            "questions": queue.coverage.questions,
        },
        "previous": {
            "folder": previous.name if previous else "",
            "manifest_sha256": _hash(previous / MANIFEST) if previous else "",
        },
        "files": {
            path.name: {"bytes": path.stat().st_size, "sha256": _hash(path)}
            for path in sorted(making.iterdir())
        },
    }


def _publish(making: Path, folder: Path, day: str) -> Path:
    for path in [*making.iterdir(), making]:
        _sync(path)
    run = 1
    while (target := folder / (day if run == 1 else f"{day}-{run}")).exists():
        run += 1
    making.rename(target)
    _sync(folder)
    return target


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _runs_of(folder: Path) -> str:
    match = _FOLDER.fullmatch(folder.name)
    return match[1] if match else ""


def _hash(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _spell(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, indent=2) + "\n"
