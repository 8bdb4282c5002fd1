"""Where pictures of posts lie in, small ones for the page out.

A picture is somebody's bytes: only its first frame is drawn anew, at a size of our own and without
what a camera wrote into it. What cannot be drawn is said and never fails a queue.
"""

from __future__ import annotations

import base64
import io
import warnings
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from patroli.landing import captured
from patroli.landing.batch import find_batch
from patroli.model import KeptPicture
from patroli.queueing.inputs import Key, Picture
from patroli.queueing.plan import Queue

FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP", "AVIF")
MOST_PIXELS = 60_000_000
"""Of a picture that is opened at all."""
SIZES: Final[Mapping[str, tuple[int, int]]] = {
    "typed": (1000, 1600),
    "image": (640, 640),
    "screenshot": (500, 900),
}
"""At most so wide and high, in pixels: what was typed from a picture must be readable in it."""
QUALITY = 55
PER_VERSION = 3
UNREADABLE = (
    *(OSError, ValueError, TypeError, EOFError, zlib.error),
    *(ArchiveLoadFailed, StatusAndHeadersParserException),
)
"""What reading a capture raises that is not whole any more."""


def pictures_of(kept: Iterable[KeptPicture], landing: Path) -> Mapping[Key, tuple[Picture, ...]]:
    """At most three of each version: typed from, then its images, then its page's look."""
    rank = list(SIZES)
    ordered = sorted(kept, key=lambda k: (_key(k), rank.index(k.kind), k.warc_record_id))
    chosen = [one for _, of_one in groupby(ordered, key=_key) for one in list(of_one)[:PER_VERSION]]
    found = _bodies(chosen, landing)
    pictures: dict[Key, list[Picture]] = {}
    for one in chosen:
        source, size = _small(found.get(one.warc_record_id, b""), SIZES[one.kind])
        picture = Picture(one.kind, source, *size, one.told)
        pictures.setdefault(_key(one), []).append(picture)
    return {key: tuple(several) for key, several in pictures.items()}


def illustrated(queue: Queue, pictures: Mapping[Key, tuple[Picture, ...]]) -> Queue:
    """The queue with the pictures of the posts that stand for its items."""
    leads = {item.members[0] for item in queue.items}
    candidates = {
        key: replace(one, pictures=pictures.get(key, ())) if key in leads else one
        for key, one in queue.candidates.items()
    }
    return replace(queue, candidates=candidates)


def _key(one: KeptPicture) -> Key:
    return one.post_id, one.version


def _bodies(chosen: Sequence[KeptPicture], landing: Path) -> Mapping[str, bytes]:
    """Each batch is read once; what is not on this machine any more is left out."""
    bodies: dict[str, bytes] = {}
    place = attrgetter("day", "batch")
    for (day, name), several in groupby(sorted(chosen, key=place), key=place):
        batch = find_batch(landing, day, name)
        wanted = {one.warc_record_id for one in several}
        if batch is None:
            continue
        try:
            bodies |= {r.record_id: r.body for r in captured(batch) if r.record_id in wanted}
        except UNREADABLE:
            continue
    return bodies


def _small(data: bytes, most: tuple[int, int]) -> tuple[str, tuple[int, int]]:
    """The picture as WebP in a `data:` address, and its size; nothing where it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    return "", (0, 0)
                picture.draft("RGB", most)
                small = ImageOps.exif_transpose(picture).convert("RGB")
        small.thumbnail(most)
        out = io.BytesIO()
        small.save(out, "WEBP", quality=QUALITY)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, Warning):
        return "", (0, 0)
    return f"data:image/webp;base64,{base64.b64encode(out.getvalue()).decode()}", small.size
