"""A key and an address in, what its request carries out; logs in where the platform wants that."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

from patroli.collect.budget import Refusal
from patroli.collect.hop import Hop
from patroli.collect.hosts import names_private
from patroli.collect.keys import Keys, Private
from patroli.collect.manners import Errand, Manners
from patroli.config.settings import Settings
from patroli.model import Key, Outcome

ANSWER_AT_MOST = 100_000
"""Bytes of what a login answers."""
EXPIRED = b"ExpiredToken"
"""How the AT Protocol says, with status 400, what others say with 401."""


class Sessions:
    """What each key's requests carry in one round; at most one login a key, and one anew."""

    def __init__(self, keys: Keys, manners: Manners, settings: Settings) -> None:
        self._keys, self._manners, self._settings = keys, manners, settings
        self._locks: dict[Key, asyncio.Lock] = {}
        self._open: dict[Key, Private | Refusal] = {}

    async def private(self, key: Key, url: str, beside: list[Hop]) -> Private | Refusal:
        """What a request to `url` carries; a login made for it is added to `beside`."""
        unusable = self._keys.unusable(key)
        if unusable:
            told = f"{' and '.join(unusable)} holds characters that no key has"
            return Refusal(Outcome.SKIPPED, told)
        for address in filter(None, (url, key.login)):
            if not self._is_safe(address):
                return Refusal(Outcome.FAILED, f"{key.name} is not sent without TLS")
        if not key.login:
            return self._keys.direct(key)
        async with self._locks.setdefault(key, asyncio.Lock()):
            if key not in self._open:
                self._open[key] = await self._log_in(key, beside)
            return self._open[key]

    async def renew(self, key: Key, refused: Private, beside: list[Hop]) -> bool:
        """Log in once more after a token was refused; False where that cannot help."""
        if not key.login:
            return False
        async with self._locks.setdefault(key, asyncio.Lock()):
            if self._open.get(key) == refused:
                self._open[key] = await self._log_in(key, beside)
            return isinstance(self._open[key], Private)

    async def _log_in(self, key: Key, beside: list[Hop]) -> Private | Refusal:
        refused = self._manners.refusal(key.login)
        if refused is not None:
            return refused
        errand = Errand({"Accept": "application/json"}, ANSWER_AT_MOST, self._keys.login(key))
        hops = await self._manners.ask(key.login, errand)
        beside += (replace(hop, is_login=True, headers=(), wire=b"", body=b"") for hop in hops)
        hop = hops[-1]
        if hop.held_back is not None:
            return hop.held_back
        token = _token(hop)
        if token:
            return self._keys.session(key, token)
        why = hop.problem or f"status {hop.status}"
        closed = self._manners.refusal(key.login)
        outcome = closed.outcome if closed else Outcome.FAILED
        told = f"no session with {key.operator} and {key.name}: {why}"
        return Refusal(outcome, told, closed.until if closed else None)

    def _is_safe(self, url: str) -> bool:
        """A key goes out under TLS only, or to a place that the team named as its own."""
        return url.lower().startswith("https://") or names_private(self._settings, url)


def is_expired(hop: Hop) -> bool:
    """Whether an answer says that the session is over."""
    return hop.status == 401 or (hop.status == 400 and EXPIRED in hop.body)


def _token(hop: Hop) -> str:
    if hop.problem or hop.status != 200:
        return ""
    try:
        told = json.loads(hop.body)
    except (ValueError, RecursionError):
        return ""
    token = told.get("accessJwt") if isinstance(told, dict) else None
    return token if isinstance(token, str) and token.isascii() and token.isprintable() else ""
