"""The bytes of a picture in, what kind it is out: by what it is, whatever it is called."""

from __future__ import annotations

from patroli.errors import BadInput

MOST_BYTES = 20_000_000
"""Of one picture that a person brings."""
KINDS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)


def kind_of(data: bytes) -> str:
    """The media type of a picture or a PDF; empty for anything else."""
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:12] in {b"ftypavif", b"ftypheic", b"ftypmif1"}:
        return "image/heic" if data[8:12] == b"heic" else "image/avif"
    return next((kind for start, kind in KINDS if data.startswith(start)), "")


def check_picture(name: str, data: bytes) -> str:
    """The media type. Raises BadInput where it is none, or too large."""
    if len(data) > MOST_BYTES:
        raise BadInput(f"{name}: found {len(data):,} bytes; expected at most {MOST_BYTES:,}")
    kind = kind_of(data)
    if not kind:
        raise BadInput(f"{name}: found no picture; expected PNG, JPEG, WebP, AVIF, GIF or PDF")
    return kind
