"""The environment in, an operator's own credentials out, and what repeats them hidden again.

A credential is known here and where its request leaves, nowhere else: asks name the variable that
holds it, and whatever an answer repeats of it is replaced before anybody else sees the answer.
"""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus

from patroli.connectors import Connector
from patroli.landing.secrets import HIDDEN
from patroli.model import Key, Platform, Slot, SlotState
from patroli.told import Saying, Told

OPERATOR = ("{operator}", "%7Boperator%7D")
"""How an address spells the operator's own id before it is filled in."""
SHORTEST = 6
"""A secret of fewer characters is not looked for: it would be found in every page."""


@dataclass(frozen=True, slots=True)
class Private:
    """What is added to one request where it leaves, and is in nothing that is kept of it."""

    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    operator: str = field(default="", repr=False)
    content: bytes | None = field(default=None, repr=False)
    """What is POSTed; None for a GET."""

    def fill(self, url: str) -> str:
        """The address as it is really asked."""
        for name in OPERATOR if self.operator else ():
            url = url.replace(name, quote(self.operator, safe=""))
        return url


NOTHING = Private()


class Keys:
    """The credentials of one round. Only variables that an ask names are ever read."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._spellings: tuple[str, ...] = ()

    def lacking(self, key: Key) -> tuple[str, ...]:
        """The variables that the key needs and that hold nothing."""
        return lacking(key, self._environment)

    def unusable(self, key: Key) -> tuple[str, ...]:
        """The variables whose content no header can carry; told without it."""
        names = tuple(name for name in (key.name, key.operator) if name)
        return tuple(name for name in names if not _is_plain(self._value(name)))

    def direct(self, key: Key) -> Private:
        """What a request with a key that serves as it is carries."""
        return self._carrying(key, self._secret(key.name))

    def session(self, key: Key, token: str) -> Private:
        """What a request carries after a login."""
        self.hide(token)
        return self._carrying(key, token)

    def login(self, key: Key) -> Private:
        """What a login POSTs (AT Protocol, com.atproto.server.createSession)."""
        told = {"identifier": self._value(key.operator), "password": self._secret(key.name)}
        content = json.dumps(told).encode()
        return Private((("Content-Type", "application/json"),), content=content)

    def hide(self, secret: str) -> None:
        """From now on hide this secret, too."""
        if len(secret) >= SHORTEST:
            every = {*self._spellings, *_spellings(secret)}
            self._spellings = tuple(sorted(every, key=lambda text: (-len(text), text)))

    def cleaned(self, text: str) -> str:
        """The text without any secret that was used so far."""
        for spelling in self._spellings:
            text = text.replace(spelling, HIDDEN)
        return text

    def cleaned_bytes(self, data: bytes) -> bytes:
        """The bytes without any secret that was used so far; the same object where none is in."""
        for spelling in self._spellings:
            known = spelling.encode()
            if known in data:
                data = data.replace(known, HIDDEN.encode())
        return data

    def _carrying(self, key: Key, secret: str) -> Private:
        header = (key.header, f"{key.prefix}{secret}")
        return Private((header,), self._value(key.operator) if key.operator else "")

    def _secret(self, name: str) -> str:
        secret = self._value(name)
        self.hide(secret)
        return secret

    def _value(self, name: str) -> str:
        return self._environment.get(name, "").strip()


def lacking(key: Key, environment: Mapping[str, str]) -> tuple[str, ...]:
    """The variables that a key needs and that hold nothing, in the order of its words."""
    names = (key.name, key.operator)
    return tuple(name for name in names if name and not environment.get(name, "").strip())


_LACKING = Saying(
    "the platform asks for the operator's own key: set {names:and}",
    "platform ini meminta kunci operator: isilah {names:and}",
)
_BY_IMPORT = Saying(
    "{lacking}; until then `patroli import` brings its posts",
    "{lacking}; sementara itu unggahannya dapat dimasukkan dengan `patroli import`",
)


def told_lacking(names: Iterable[str], platform: Platform) -> Told:
    """What a slot's ledger row, in English, says of a key that is not there."""
    told = _LACKING(names=tuple(names))
    return _BY_IMPORT(lacking=told) if platform.importable else told


def platforms_lacking(
    slots: Iterable[Slot],
    connectors: Mapping[Platform, Connector],
    environment: Mapping[str, str],
) -> dict[Platform, tuple[str, ...]]:
    """Which platforms of these slots wait for which variables."""
    found: dict[Platform, dict[str, None]] = {}
    for slot in slots:
        for key in _keys(slot, connectors):
            names = lacking(key, environment)
            if names:
                found.setdefault(slot.platform, {}).update(dict.fromkeys(names))
    return {platform: tuple(names) for platform, names in sorted(found.items())}


def _keys(slot: Slot, connectors: Mapping[Platform, Connector]) -> Iterator[Key]:
    connector = connectors.get(slot.platform)
    for ask in connector.start(slot, SlotState()) if connector else ():
        if ask.key is not None:
            yield ask.key


def _is_plain(value: str) -> bool:
    return value.isascii() and value.isprintable()


def _spellings(secret: str) -> Iterator[str]:
    """The ways in which an answer may repeat a secret."""
    in_json = json.dumps(secret)[1:-1]
    yield from (secret, quote(secret, safe=""), quote(secret), quote_plus(secret))
    yield from (in_json, in_json.replace("/", "\\/"), html.escape(secret))
    yield base64.b64encode(secret.encode()).decode().rstrip("=")
