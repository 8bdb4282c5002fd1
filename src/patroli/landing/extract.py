"""A batch and ids of records in, their bytes as they were landed out: a small WARC of its own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from patroli.errors import LandingError
from patroli.landing.batch import Batch


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was copied."""

    found: frozenset[str]
    """Ids asked for that are in this batch."""
    refers_to: frozenset[str] = frozenset()
    """Records elsewhere that a copied revisit only repeats."""
    copied: frozenset[str] = frozenset()
    """Ids of all that was copied, also of what only stands beside."""


def extract_records(
    batch: Batch, wanted: Collection[str], out: IO[bytes], has: Collection[str] = ()
) -> Extracted:
    """Copy the batch's description, the wanted records, and what was said beside each.

    What `out` has already is not copied again: batches of one round share their description.
    Every record is a gzip member of its own and is copied byte for byte: nothing is written anew.
    Raises LandingError if the capture cannot be read.
    """
    found: set[str] = set()
    refers: set[str] = set()
    places: dict[str, tuple[int, int]] = {}
    try:
        with batch.capture.open("rb") as file:
            records = ArchiveIterator(file)
            for record in records:
                headers = record.rec_headers
                ident = headers.get_header("WARC-Record-ID")
                beside = headers.get_header("WARC-Concurrent-To")
                if record.rec_type == "conversion":
                    beside = headers.get_header("WARC-Refers-To")
                is_wanted = ident in wanted or beside in wanted or record.rec_type == "warcinfo"
                refers_to = headers.get_header("WARC-Refers-To")
                start, length = records.get_record_offset(), records.get_record_length()
                if not is_wanted:
                    continue
                if ident not in has:
                    places[ident] = start, length
                if ident in wanted:
                    found.add(ident)
                    if refers_to:
                        refers.add(refers_to)
            for start, length in places.values() if found else ():
                file.seek(start)
                out.write(file.read(length))
    except (OSError, ValueError, ArchiveLoadFailed) as error:
        raise LandingError(f"{batch.id}: its capture cannot be read: {error}") from error
    return Extracted(frozenset(found), frozenset(refers), frozenset(places if found else ()))
