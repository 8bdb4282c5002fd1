"""The heads of a table and what a person said of them in, which column holds what out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from patroli.config.tree import parse_yaml
from patroli.errors import BadInput
from patroli.imports.content import decoded, file_bytes

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "item_id", "post_id", "id unggahan", "id postingan", "id konten", "kode"),
    "text": (
        "text", "body", "message", "caption", "content", "teks", "isi", "isi unggahan",
        "isi postingan", "unggahan", "postingan", "narasi", "konten",
    ),
    "time": (
        "published_at", "timestamp", "time", "date", "created_at", "creation_time", "datetime",
        "waktu", "tanggal", "tanggal unggah", "tanggal posting", "waktu unggah", "tgl",
    ),
    "author": (
        "author", "username", "user", "handle", "account", "screen_name", "akun", "nama akun",
        "penulis", "pengunggah", "pemilik akun",
    ),
    "url": (
        "url", "link", "permalink", "post_url", "tiktok_url", "tautan", "alamat", "tautan unggahan",
    ),
    "platform": ("platform", "media sosial", "medsos", "kanal"),
    "parent_text": ("parent_text", "teks induk"),
    "parent_author": ("parent_author", "akun induk"),
    "seen": ("seen_at", "timestamp_collected", "collected_at", "dilihat", "waktu dilihat"),
}  # fmt: skip
"""What a column may be called, in small letters; the first that is there counts."""
SAME = {"date": "time", "tanggal": "time", "isi": "text", "akun": "author", "tautan": "url"}
"""Other words for what a column holds, as people say them in `--column`."""
NEEDED = ("text", "author")


@dataclass(frozen=True, slots=True)
class Places:
    """Which column holds what, and the head it has."""

    columns: Mapping[str, int]
    heads: Mapping[str, str]
    guessed: tuple[str, ...]
    """Those that nobody named: a person should look at them."""


def place_columns(
    name: str, heads: Sequence[str], named: Mapping[str, str], *, has_platform: bool
) -> Places:
    """Columns by what they hold. Raises BadInput naming those that are missing or there twice."""
    small = [head.strip().lower() for head in heads]
    columns: dict[str, int] = {}
    missing: list[str] = []
    wrong = [
        f"{name}:1: found {small.count(head.lower())} columns {head!r}; expected one"
        for head in named.values()
        if small.count(head.lower()) > 1
    ]
    for what, known in COLUMNS.items():
        wanted = [named[what].strip().lower()] if what in named else list(known)
        place = next((small.index(one) for one in wanted if one in small), None)
        if place is not None:
            columns[what] = place
        elif what in named or what in NEEDED or _must_tell(what, columns, has_platform):
            missing.append(f"{what} ({' or '.join(wanted)})")
    if "id" not in columns and "url" not in columns:
        missing.append(f"id or url ({' or '.join((*COLUMNS['id'][:2], *COLUMNS['url'][:2]))})")
    if missing:
        found = ", ".join(filter(None, heads)) or "nothing"
        wrong.append(f"{name}:1: found the columns {found}; expected also {'; '.join(missing)}")
    if wrong:
        raise BadInput("\n".join(wrong))
    guessed = tuple(what for what in columns if what not in named)
    return Places(columns, {what: heads[at] for what, at in columns.items()}, guessed)


def _must_tell(what: str, columns: Mapping[str, int], has_platform: bool) -> bool:
    """Whether there must be a column for the platform: unless one is given, or addresses tell."""
    return what == "platform" and not has_platform and "url" not in columns


def read_column_map(path: Path) -> dict[str, str]:
    """A YAML file of `what: head` lines, as a team keeps it for the sheet it always uses.

    Every value is text, so that the head `No` stays a head.

    Raises BadInput with every complaint.
    """
    read = parse_yaml(decoded(file_bytes(path)), str(path))
    if read.complaints:
        raise BadInput("\n".join(map(str, read.complaints)))
    if not isinstance(read.data, dict):
        raise BadInput(f"{path}: found no columns; expected lines like `text: Isi`")
    given = {what: f"{what}={head or ''}" for what, head in read.data.items()}
    return _named((f"{path}:{read.line((what,))}: ", one) for what, one in given.items())


def named_columns(given: Iterable[str]) -> dict[str, str]:
    """`text=Isi` texts as a mapping. Raises BadInput with every complaint."""
    return _named(("", one) for one in given)


def _named(given: Iterable[tuple[str, str]]) -> dict[str, str]:
    named: dict[str, str] = {}
    wrong: list[str] = []
    for where, one in given:
        what, equals, head = one.partition("=")
        what = SAME.get(what.strip().lower(), what.strip().lower())
        if not equals or what not in COLUMNS or not head.strip():
            wrong.append(
                f"{where}found the column {one!r}; "
                f"expected one of {', '.join(COLUMNS)}, then = and a head"
            )
        else:
            named[what] = head.strip()
    if wrong:
        raise BadInput("\n".join(wrong))
    return named
