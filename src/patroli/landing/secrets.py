"""An address or headers in, the same without keys, passwords and cookies out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

HIDDEN = "REDACTED"

Headers = tuple[tuple[str, str], ...]

_SECRET_HEADERS = frozenset(
    {"authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "x-goog-api-key"}
)
_ADDRESS_HEADERS = frozenset({"location", "content-location", "referer", "link", "refresh"})
_SECRET_PARAMETER = re.compile(
    r"(?P<name>(?:^|(?<=[?&;]))(?:key|api[_-]?key|app[_-]?key|access[_-]?token|auth[_-]?token|token"
    r"|client[_-]?secret|secret|password|passwd|sig|signature))=[^&;#\s<>\"']*",
    re.IGNORECASE,
)


def hide_in_text(text: str) -> str:
    """Any text without the values of parameters that are keys."""
    return _SECRET_PARAMETER.sub(rf"\g<name>={HIDDEN}", text)


def hide_secrets(url: str) -> str:
    """The address without user, password and the values of parameters that are keys."""
    hidden = hide_in_text(url)
    try:
        parts = urlsplit(hidden)
    except ValueError:
        return hidden
    if "@" not in parts.netloc:
        return hidden
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def hide_in_headers(headers: Iterable[tuple[str, str]]) -> Headers:
    """Headers whose secret values are replaced, also inside addresses they carry."""
    return tuple((name, _hidden_value(name.lower(), value)) for name, value in headers)


def _hidden_value(name: str, value: str) -> str:
    if name in _SECRET_HEADERS:
        return HIDDEN
    return hide_secrets(value) if name in _ADDRESS_HEADERS else value
