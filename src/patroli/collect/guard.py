"""A host's name in, connections only to addresses that may be asked out.

A name is resolved once, the addresses are checked, and the connection goes to a checked address:
a DNS answer that changes between check and connect has nothing to change. Because it sits under
httpx, TLS still verifies the name, and every redirect and every new connection passes here.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

import httpcore

from patroli.collect.hosts import host_settings
from patroli.config.settings import Settings

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

_NAT64 = IPv6Network("64:ff9b::/96")
_V4_COMPATIBLE = IPv6Network("::/96")


class AddressRefused(Exception):
    """The name leads to addresses that patroli does not connect to."""


class NameUnknown(Exception):
    """The name has no address. `again` says whether asking once more may help."""

    def __init__(self, message: str, *, again: bool) -> None:
        super().__init__(message)
        self.again = again


def is_public(address: str) -> bool:
    """Whether an address belongs to the public Internet, whatever way an IPv4 address is dressed.

    The registries of RFC 6890 as Python's ipaddress knows them, less multicast (which it counts
    as global), site-local and reserved ranges; addresses inside mapped, compatible, 6to4 and
    NAT64 ones are checked themselves.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    inner = _inner(found)
    if inner is not None:
        return is_public(str(inner))
    if isinstance(found, IPv6Address) and (found.is_site_local or found.is_reserved):
        return False
    return found.is_global and not found.is_multicast and not found.is_unspecified


def _inner(address: IPv4Address | IPv6Address) -> IPv4Address | None:
    if not isinstance(address, IPv6Address):
        return None
    if address in _NAT64 or address in _V4_COMPATIBLE:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


class Guard:
    """Decides where a connection for a host may go."""

    def __init__(self, settings: Settings, resolve: Resolve) -> None:
        self._settings, self._resolve = settings, resolve

    async def endpoints(self, host: str, port: int) -> list[tuple[str, int]]:
        """Addresses to try in order. Raises AddressRefused or NameUnknown."""
        rule = host_settings(self._settings, host)
        if rule.connect_to:
            there, _, there_port = rule.connect_to.rpartition(":")
            return [(there.strip("[]"), int(there_port))]
        found = list(dict.fromkeys(await self._resolve(host, port)))
        named = rule.allow_private or self._named(host, port)
        usable = [a for a in found if named or is_public(a) or self._named(a, port)]
        if not usable:
            shown = ", ".join(found[:3]) or "no address"
            raise AddressRefused(f"{host} leads to {shown}, which is not on the public Internet")
        return [(address, port) for address in usable]

    def _named(self, place: str, port: int) -> bool:
        shown = f"[{place}]" if ":" in place else place
        return not {shown, f"{shown}:{port}"}.isdisjoint(self._settings.allow_private)


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections for httpcore, to checked addresses only."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                places = await self._guard.endpoints(host, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"{host} could not be looked up in time") from error
        for index, (address, there) in enumerate(places):
            try:
                stream = await self._inner.connect_tcp(
                    address, there, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if index == len(places) - 1:
                    raise
            else:
                return _Stream(stream)
        raise AddressRefused(f"{host} has no address")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class _Stream(httpcore.AsyncNetworkStream):
    """A connection that is closed also when its TLS handshake is cut short from outside.

    httpcore's own closes it on errors only, and our total time-out is a cancellation.
    """

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        self._inner = inner

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return await self._inner.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            return await self._inner.start_tls(ssl_context, server_hostname, timeout)
        except asyncio.CancelledError:
            await self._inner.aclose()
            raise

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


async def look_up(host: str, port: int) -> list[str]:
    """The system's own answer for a name. Raises NameUnknown."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        again = error.errno == socket.EAI_AGAIN
        raise NameUnknown(f"{host}: {error.strerror}", again=again) from error
    except (UnicodeError, OSError) as error:
        raise NameUnknown(f"{host}: {error}", again=False) from error
    return [str(entry[4][0]) for entry in found]
