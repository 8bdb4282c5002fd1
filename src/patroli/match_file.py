"""An export of posts in, one JSON line for each of them out: how a team tries its rules."""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute

from patroli.errors import BadInput
from patroli.match import Matcher, Texts, Workers
from patroli.model import Account, Contest, Match
from patroli.posts_file import NeedsCare, read_posts

pc: Any = pyarrow.compute
pa_: Any = pa
"""Untyped: the stubs know no Python values beside arrays, and no scalar of any type."""

Progress = Callable[[int], None]

NO_MATCH = b'","tier":null,"score":0.0,"matches":[],"lowered_by":[]}\n'


@dataclass(frozen=True, slots=True)
class FileReport:
    """How many posts were read, and how many matched at their best tier."""

    posts: int
    by_tier: Mapping[str, int]


def match_file(
    posts: Path,
    out: Path,
    *,
    matcher: Matcher,
    contest: Contest,
    accounts: Iterable[Account] = (),
    progress: Progress | None = None,
    processes: int = 1,
) -> FileReport:
    """Match every post of a JSONL, CSV or Parquet file against a contest.

    The file has `id` and `text`, and may have `published_at` (ISO 8601 with zone), `account_id`,
    `parent_text`, `parent_role`, `role`, `region`, `zone`. What is missing is taken from the
    configured account of that id, then from the contest; a post without a time is held against the
    first day of the campaign. `out` gets one JSON object a line, in the order of the input, also
    for posts without a match, whatever the number of processes; it appears whole or not at all.
    Raises BadInput naming every bad line, MatchError when a process is ended from outside.
    """
    if out.exists() and out.is_dir():
        raise BadInput(f"{out}: found a folder; expected the name of a file")
    known = {account.id: account for account in accounts}
    aside = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with Workers(matcher, processes) as workers:
            for careful in (False, True):
                try:
                    with aside.open("wb") as stream:
                        report = _write(stream, posts, workers, contest, known, progress, careful)
                    break
                except NeedsCare:
                    continue
        aside.replace(out)
    except OSError as error:
        raise BadInput(f"{out}: cannot be written ({error.strerror or error})") from error
    finally:
        aside.unlink(missing_ok=True)
    return report


def _write(
    stream: BinaryIO,
    posts: Path,
    workers: Workers,
    contest: Contest,
    accounts: Mapping[str, Account],
    progress: Progress | None,
    careful: bool,
) -> FileReport:
    count, by_tier = 0, {"high": 0, "medium": 0, "low": 0}
    tables: deque[pa.Table] = deque()

    def blocks() -> Iterator[Texts]:
        for table in read_posts(posts, careful=careful):
            tables.append(table)
            yield _texts(table, contest, accounts)

    for _, found in workers.match_rows(blocks()):
        table = tables.popleft()
        for _, matches in found:
            by_tier[_best(matches).tier.value] += 1
        stream.write(_lines(table, found))
        count += table.num_rows
        if progress:
            progress(count)
    return FileReport(count, by_tier)


def _texts(table: pa.Table, contest: Contest, accounts: Mapping[str, Account]) -> Texts:
    def column(name: str) -> Any:
        return table[name] if name in table.column_names else None

    def with_default(name: str, of_account: Callable[[Account], str], default: str) -> Any:
        values = column(name)
        ids = column("account_id")
        if ids is not None and accounts:
            values = _first(values, _looked_up(ids, accounts, of_account))
        return _first(values, pa.scalar(default), table.num_rows)

    return Texts(
        post_id=table["id"],
        text=table["text"],
        parent_text=column("parent_text"),
        parent_role=column("parent_role"),
        author_role=with_default("role", lambda a: a.role.value, "asn"),
        region=with_default("region", lambda a: a.region, contest.region),
        zone=with_default("zone", lambda a: a.zone, contest.zone),
        published_at=column("published_at"),
        contest=contest.id,
    )


def _first(values: Any, default: Any, rows: int = 0) -> Any:
    """Values, and where they are null or empty the default."""
    if values is None:
        return pa_.repeat(default, rows) if isinstance(default, pa.Scalar) else default
    return pc.if_else(pc.equal(pc.fill_null(pc.utf8_length(values), 0), 0), default, values)


def _looked_up(ids: Any, accounts: Mapping[str, Account], of: Callable[[Account], str]) -> Any:
    """What is configured for each account id, null where nothing is."""
    keys = pa.array(list(accounts), pa.string())
    values = pa.array([of(account) for account in accounts.values()], pa.string())
    return pc.take(values, pc.index_in(ids, value_set=keys))


def _lines(table: pa.Table, found: list[tuple[int, list[Match]]]) -> bytes:
    """The output lines of a block: all at once for posts without match, one by one for the rest."""
    ids = pa.chunked_array(table["id"].chunks, pa.string()).combine_chunks().cast(pa.large_string())
    parts = _joined(b'{"id":"', _escaped(ids), NO_MATCH)
    if not found:
        return _bytes_of(parts, 0, len(parts))
    pieces: list[bytes] = []
    done = 0
    for row, matches in found:
        text = _text(table["text"][row].as_py())
        pieces += [_bytes_of(parts, done, row), _line(ids[row].as_py(), text, matches)]
        done = row + 1
    return b"".join([*pieces, _bytes_of(parts, done, len(parts))])


def _escaped(ids: Any) -> Any:
    """Ids as they stand between the quotes of a JSON text."""
    data = np.frombuffer(_bytes_of(ids, 0, len(ids)), np.uint8)
    if not ((data < 0x20) | (data == ord('"')) | (data == ord("\\"))).any():
        return ids
    special = pc.match_substring_regex(ids, r'["\\\x00-\x1f]')
    fixed = [json.dumps(i, ensure_ascii=False)[1:-1] for i in ids.filter(special).to_pylist()]
    return pc.replace_with_mask(ids, special, pa.array(fixed, pa.large_string()))


def _joined(before: bytes, ids: Any, after: bytes) -> Any:
    """`before` + id + `after` for every id, as one large binary array."""
    start, end, nothing = (pa.scalar(b, pa.large_binary()) for b in (before, after, b""))
    values: Any = ids.cast(pa.large_binary())
    return pc.binary_join_element_wise(start, values, end, nothing)


def _bytes_of(array: Any, first: int, last: int) -> bytes:
    """The bytes of some values of a large binary array, one after the other."""
    if last <= first:
        return b""
    _, offsets, data = array.buffers()
    ends = np.frombuffer(memoryview(offsets), np.int64)
    start, end = ends[array.offset + first], ends[array.offset + last]
    return memoryview(data)[start:end].tobytes()


def _line(ident: str, text: str, matches: list[Match]) -> bytes:
    best = _best(matches)
    row = {
        "id": ident,
        "tier": best.tier.value,
        "score": best.score,
        "matches": [_shown(match, text) for match in matches],
        "lowered_by": list(dict.fromkeys(s for match in matches for s in match.lowered_by)),
    }
    line = json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"
    return line.encode("utf-8", "backslashreplace")


def _shown(match: Match, text: str) -> dict[str, Any]:
    return {
        "rule": match.rule_id,
        "form": match.form.value,
        "tier": match.tier.value,
        "score": match.score,
        "contestant": match.contestant_id or None,
        "contest": match.contest_id,
        "spans": [
            {
                "start": span.start,
                "end": span.end,
                "what": span.what,
                "name": span.name,
                "text": text[span.start : span.end],
            }
            for span in match.spans
        ],
        "reasons": list(match.reasons),
        "lowered_by": list(match.lowered_by),
        "basis": list(match.basis),
        "stage": match.stage,
    }


def _best(matches: list[Match]) -> Match:
    return max(matches, key=lambda match: (match.tier.rank, match.score))


def _text(value: str | bytes) -> str:
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value
