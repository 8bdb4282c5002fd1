"""The rows of a post, its records and pictures in, a folder with a manifest out."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from patroli.audit import PostRows
from patroli.audit.evidence_rows import Rows
from patroli.decisions import ReviewLog
from patroli.errors import BadInput
from patroli.evidence.read_me import read_me
from patroli.evidence.records import Records, copy_records
from patroli.landing import captured
from patroli.landing.batch import MANIFEST
from patroli.report import Row, StageReport

WARC = "evidence.warc.gz"
MANIFEST_FILE = "manifest-sha256.txt"
ENDINGS = {
    "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp",
    "image/avif": "avif", "image/heic": "heic", "application/pdf": "pdf",
}  # fmt: skip


def write_evidence(data: Path, snapshot: Path, told: str, to: Path, now: datetime) -> StageReport:
    """Everything about one post, as the snapshot knows it, in the new folder `to`.

    `told` is the post's id, the start of it, or its address. Raises BadInput where it names no
    post or `to` is there already, LandingError where a record cannot be read, HistoryError where
    the snapshot cannot.
    """
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise BadInput(f"{to}: found something there; expected a folder that is new or empty")
    with PostRows(snapshot, told) as post:
        rows = post.rows()
        aside = to.with_name(f".{to.name}.part")
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        try:
            records = copy_records(data / "landing", post, rows, aside / WARC)
            _write(aside, data, snapshot, post.post_id, rows, records, now)
            if to.exists():
                to.rmdir()
            aside.rename(to)
        except OSError as error:
            raise BadInput(f"{to}: cannot be written: {error.strerror or error}") from error
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    return _report(to, rows, records)


def _write(
    folder: Path,
    data: Path,
    snapshot: Path,
    post_id: str,
    rows: Mapping[str, Rows],
    records: Records,
    now: datetime,
) -> None:
    decisions = _decisions(data, {post_id, *(row["name_id"] for row in rows["post_names"])})
    with snapshot.open("rb") as file:
        of_snapshot = hashlib.file_digest(file, "sha256").hexdigest()
    told = {
        "post_id": post_id,
        "made_at": now,
        "snapshot": snapshot.name,
        "snapshot_sha256": of_snapshot,
        "records_missing": sorted(records.missing),
    }
    kept = {name: found for name, found in rows.items() if name != "rule_sets"}
    _json(folder / "post.json", {**told, **kept})
    _json(folder / "decisions.json", decisions)
    for rule_set in rows["rule_sets"]:
        (folder / f"rules-{rule_set['rule_set']}.json").write_text(rule_set["canonical"], "utf-8")
    _pictures(folder, rows["captures"], records)
    for batch in records.batches:
        shutil.copyfile(batch.path / MANIFEST, folder / f"batch-{batch.id}.json")
    (folder / "README.md").write_text(read_me(told, rows, decisions), "utf-8")
    files = sorted(path for path in folder.iterdir() if path.is_file())
    lines = (f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n" for p in files)
    (folder / MANIFEST_FILE).write_text("".join(lines), "utf-8")


def _decisions(data: Path, ids: Collection[str]) -> list[dict[str, Any]]:
    """Every decision on the post with its link of the chain, where the review log lies here.

    In a history that was built again the post may be kept under another of its names' ids.
    """
    path = data / "review.sqlite"
    if not path.exists():
        return []
    return [
        {"number": event.number, "hash": event.hash, **asdict(event.decision)}
        for event in ReviewLog(path).read()
        if event.decision.post_id in ids
    ]


def _pictures(folder: Path, captures: Rows, records: Records) -> None:
    """Each kept picture as a file of its own, named by what it is and by its own digest."""
    wanted = {c["warc_record_id"]: c for c in captures if c["body_sha256"]}
    for batch in records.batches:
        for record in captured(batch) if wanted else ():
            capture = wanted.pop(record.record_id, None)
            if capture and hashlib.sha256(record.body).hexdigest() == capture["body_sha256"]:
                ending = ENDINGS.get(capture["content_type"], "bin")
                name = f"{capture['kind']}-{capture['body_sha256'][:16]}.{ending}"
                (folder / name).write_bytes(record.body)


def _json(path: Path, value: object) -> None:
    text = json.dumps(value, default=_plain, indent=1, ensure_ascii=False, sort_keys=True)
    path.write_text(text + "\n", "utf-8")


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _report(to: Path, rows: Mapping[str, Rows], records: Records) -> StageReport:
    counts = {
        name: len(rows[name])
        for name in ("versions", "sightings", "absences", "fetches", "matches", "captures")
    }
    counts["WARC records"] = len(records.found)
    files: list[Row] = [
        {"file": path.name, "bytes": path.stat().st_size} for path in sorted(to.iterdir())
    ]
    notes = [f"{to} holds it; check it by: cd {to} && sha256sum -c {MANIFEST_FILE}"]
    if records.missing:
        notes.append(
            f"{len(records.missing)} records are not in the landing beside this snapshot: "
            "look where older batches are kept"
        )
    return StageReport("evidence", counts, {"files": files}, tuple(notes))
