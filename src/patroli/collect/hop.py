"""One address in, what happened there out: every failure is a value."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import httpcore
import httpx

from patroli.collect.body import Body
from patroli.collect.budget import Refusal, Reservation
from patroli.collect.guard import AddressRefused, NameUnknown
from patroli.collect.keys import NOTHING, Keys, Private
from patroli.collect.limits import AGAIN, asked_to_wait
from patroli.collect.ticking import CheckedClock
from patroli.collect.tls import seen_of_tls, told_tls
from patroli.config.settings import Settings

REDIRECTS = frozenset({301, 302, 303, 307, 308})

_SPELLED_OUT = frozenset({"HTTP/1.0", "HTTP/1.1"})
SAID = {
    "ConnectTimeout": "no connection in time",
    "ReadTimeout": "no byte in time",
    "WriteTimeout": "the request could not be sent in time",
    "ConnectError": "no connection",
    "ReadError": "the connection broke",
    "WriteError": "the connection broke",
    "CloseError": "the connection broke",
    "RemoteProtocolError": "not HTTP, or cut off",
    "LocalProtocolError": "the request cannot be said in HTTP",
    "UnsupportedProtocol": "neither http nor https",
}
_HELPS = frozenset({"ConnectTimeout", "ConnectError", "ReadError", "WriteError", "CloseError"})
_SILENT = frozenset({"ConnectTimeout", "ConnectError"})


@dataclass(frozen=True, slots=True)
class Hop:
    """One request to one address: the answer as on the wire, or why there is none."""

    url: str
    request_headers: tuple[tuple[str, str], ...]
    fetched_at: datetime
    elapsed_ms: int
    status: int | None = None
    status_line: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    wire: bytes = b""
    body: bytes = b""
    truncated: str = ""
    problem: str = ""
    """Why the answer cannot be used; empty if it can."""
    again: bool = False
    """Whether asking once more may help."""
    silent: bool = False
    """Whether the host could not even be connected to."""
    timed_out: bool = False
    retry_after: float | None = None
    """Seconds the host asked us to wait: after an objection, or for its next allowance."""
    peer: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    withheld: str = ""
    """Why the bytes of the body are not kept: `wire` is empty then, `body` without the secret."""
    is_login: bool = False
    """Whether a password was sent for a token: of it nothing but its metadata is kept."""
    reserved: Reservation | None = None
    """What is taken of a budget for it, until it is known what it cost."""
    held_back: Refusal | None = None
    """Why it was never sent."""

    def header(self, name: str) -> str:
        return next((v for k, v in self.headers if k.lower() == name), "")


class Asker:
    """Makes single requests with one shared client; follows nothing and repeats nothing."""

    def __init__(
        self, client: httpx.AsyncClient, settings: Settings, clock: CheckedClock, keys: Keys
    ) -> None:
        self._client, self._settings, self._clock, self._keys = client, settings, clock, keys
        times = settings.timeouts
        self._timeout = httpx.Timeout(times.read, connect=times.connect, pool=None)

    def held_back(self, url: str, why: Refusal) -> Hop:
        """A request that is not made."""
        return Hop(url, (), self._clock(), 0, problem=why.detail, held_back=why)

    async def ask(
        self, url: str, headers: Mapping[str, str], cap: int, private: Private = NOTHING
    ) -> Hop:
        """Ask one address, reading at most `cap` bytes of body, decompressed.

        What is `private` goes out with the request and stands in nothing that comes back.
        """
        began, at = time.monotonic(), self._clock()
        try:
            request = self._request(url, headers, private)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, ValueError) as error:
            told = self._keys.cleaned(f"not an address: {error}")
            return Hop(url, (), at, 0, problem=told)
        reply = _Reply(url, _texts(request.headers.raw), at, cap)
        request.headers.update(private.headers)
        try:
            async with asyncio.timeout(self._settings.timeouts.total):
                response = await self._client.send(request, stream=True)
                try:
                    await reply.read(response)
                finally:
                    await response.aclose()
        except TimeoutError:
            total = self._settings.timeouts.total
            reply.broke(f"took longer than {total:g} s in all", "time")
        except AddressRefused as error:
            reply.broke(str(error))
        except NameUnknown as error:
            reply.broke(f"name not found: {error}", again=error.again, silent=True)
        except Exception as error:
            if not isinstance(error, _NETWORK):
                raise
            reply.broke(*_told(error))
        hop = reply.hop(int((time.monotonic() - began) * 1000))
        return _cleaned(self._dated(hop), self._keys, is_keyed=private != NOTHING)

    def _request(self, url: str, headers: Mapping[str, str], private: Private) -> httpx.Request:
        method = "GET" if private.content is None else "POST"
        return self._client.build_request(
            method,
            private.fill(url),
            headers=headers,
            content=private.content,
            timeout=self._timeout,
        )

    def _dated(self, hop: Hop) -> Hop:
        """With what is to be said of the machine's own clock."""
        self._clock()
        told = self._clock.told
        return replace(hop, metadata={**hop.metadata, "clock": told}) if told else hop


def _cleaned(hop: Hop, keys: Keys, *, is_keyed: bool) -> Hop:
    """The hop without any secret that the answer repeats.

    Headers and sentences get a word in its place. The bytes of a body are evidence and are never
    altered: a body that repeats a secret, or that could not be searched to its end, is withheld.
    """
    body, withheld = keys.cleaned_bytes(hop.body), ""
    if body is not hop.body or keys.cleaned_bytes(hop.wire) is not hop.wire:
        withheld = "it repeats the operator's own key"
    elif is_keyed and hop.wire and (hop.problem or hop.truncated):
        withheld = "it could not be searched to its end for the operator's own key"
    headers = tuple((keys.cleaned(name), keys.cleaned(value)) for name, value in hop.headers)
    return replace(
        hop,
        headers=headers,
        status_line=keys.cleaned(hop.status_line),
        problem=keys.cleaned(hop.problem),
        body=body,
        wire=b"" if withheld else hop.wire,
        withheld=withheld,
    )


_NETWORK = (
    httpx.TransportError,
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    ssl.SSLError,
    OSError,
)


def _told(error: Exception) -> tuple[str, str, bool, bool]:
    """Sentence, WARC word for the cut, whether to ask again, whether the host was silent."""
    name = type(error).__name__
    tls = told_tls(error)
    if tls:
        return tls, "disconnect", False, False
    cut = "time" if name == "ReadTimeout" else "disconnect"
    again = name in _HELPS or (name == "RemoteProtocolError" and "disconnected" in str(error))
    detail = SAID.get(name, name)
    return (f"{detail}: {error}" if str(error) else detail), cut, again, name in _SILENT


class _Reply:
    """What is known of an answer so far; survives whatever ends it."""

    def __init__(self, url: str, sent: tuple[tuple[str, str], ...], at: datetime, cap: int) -> None:
        self._known: dict[str, Any] = {"url": url, "request_headers": sent, "fetched_at": at}
        self._cap = cap
        self._body: Body | None = None

    async def read(self, response: httpx.Response) -> None:
        headers = _texts(response.headers.raw)
        version = response.extensions.get("http_version", b"HTTP/1.1").decode("ascii", "replace")
        peer, metadata = _peer(response)
        if version not in _SPELLED_OUT:
            # HTTP/2 has no status line. Archives spell it as HTTP/1.1 and say what was spoken.
            metadata["protocol"], version = version, "HTTP/1.1"
        self._known |= {
            "status": response.status_code,
            "status_line": f"{version} {response.status_code} {_reason(response)}",
            "headers": headers,
            "peer": peer,
            "metadata": metadata,
        }
        body = self._body = Body(response.headers.get("content-encoding", ""), self._cap)
        async for chunk in response.aiter_raw():
            if not body.feed(chunk):
                break
        else:
            body.finish()

    def broke(self, problem: str, cut: str = "", again: bool = False, silent: bool = False) -> None:
        self._known |= {"problem": problem, "again": again, "silent": silent}
        self._known["timed_out"] = cut == "time"
        if self._body is not None and cut:
            self._known["truncated"] = cut

    def hop(self, elapsed_ms: int) -> Hop:
        known, body = self._known, self._body
        if body is not None:
            known |= {"wire": body.wire, "body": body.plain}
            if body.is_too_large:
                known["truncated"] = "length"
            known["problem"] = known.get("problem") or body.problem
        status = known.get("status")
        if status is not None:
            headers = {name.lower(): value for name, value in known["headers"]}
            known["retry_after"] = asked_to_wait(status, headers, known["fetched_at"])
            known["again"] = known.get("again") or status in AGAIN
        return Hop(**known, elapsed_ms=elapsed_ms)


def redirect_target(hop: Hop) -> str | ValueError:
    """Where a redirect leads, without fragment, user and password."""
    location = hop.header("location")
    if not location:
        return ValueError("no Location")
    try:
        location = location.encode("latin-1").decode("utf-8", "replace")
        target = httpx.URL(hop.url).join(location).copy_with(fragment=None, userinfo=b"")
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        return ValueError(str(error))
    return str(target)


def _texts(headers: list[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers)


def _reason(response: httpx.Response) -> str:
    reason: bytes = response.extensions.get("reason_phrase", b"")
    return reason.decode("latin-1") or httpx.codes.get_reason_phrase(response.status_code)


def _peer(response: httpx.Response) -> tuple[str, dict[str, str]]:
    """The connected address, and what TLS says of who answered there."""
    stream = response.extensions.get("network_stream")
    if stream is None:
        return "", {}
    address = stream.get_extra_info("server_addr")
    metadata = {"peer": f"{address[0]}:{address[1]}"} if address else {}
    tls = stream.get_extra_info("ssl_object")
    if tls is not None:
        metadata |= seen_of_tls(tls)
    return (str(address[0]) if address else ""), metadata
