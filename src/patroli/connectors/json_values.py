"""Values of a JSON answer and of addresses in, tidied texts, numbers and moments out."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from patroli.connectors.dates import EARLIEST, LATEST_AHEAD
from patroli.connectors.fields import object_at
from patroli.connectors.text import tidy


def text_at(value: object, *path: str) -> str:
    """The text or whole number at a path of keys, tidied; empty where there is none."""
    *above, last = path
    found = object_at(value, *above).get(last)
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    return tidy(found) if isinstance(found, str) else ""


def number_at(value: object, *path: str) -> int:
    """The whole number at a path of keys, also one written as text; 0 where there is none."""
    said = text_at(value, *path)
    return int(said) if said.isascii() and said.isdigit() and len(said) < 20 else 0


def moment_of(said: str, seen: datetime) -> datetime | None:
    """An ISO 8601 moment in UTC; None where it names no zone or cannot be believed."""
    try:
        moment = datetime.fromisoformat(said)
        utc = moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
    return utc if utc and EARLIEST <= utc <= seen + LATEST_AHEAD else None


def with_query(address: str, **query: str | int) -> str:
    """The address with these parameters set; one with an empty value is taken out."""
    parts = urlsplit(address)
    set_now = {key: str(value) for key, value in query.items()}
    kept = {**dict(parse_qsl(parts.query, keep_blank_values=True)), **set_now}
    written = urlencode({k: v for k, v in kept.items() if v}, safe=",:().")
    return urlunsplit(parts._replace(query=written))


def query_of(address: str) -> dict[str, str]:
    """The parameters of an address, each once."""
    try:
        return dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))
    except ValueError:
        return {}


def words_of(text: str) -> dict[str, str]:
    """What a cursor or a purpose remembers, as `text_from` wrote it."""
    try:
        return dict(parse_qsl(text))
    except ValueError:
        return {}


def text_from(**words: str | int) -> str:
    """A short text that `words_of` reads back; empty words are left out."""
    return urlencode({key: value for key, value in words.items() if value}, safe=",:")
