"""httpx above, a guarded httpcore pool below: the public seams of both, nothing private."""

from __future__ import annotations

import ssl
import zlib
from collections.abc import AsyncIterable, AsyncIterator

import httpcore
import httpx

from patroli.collect.guard import Guard, GuardedBackend

POOLS = 32
"""A pool looks through all its connections for each request: many small ones look less."""
MAX_IDLE = 4
"""Most connections that one pool keeps open for the next request."""


class GuardedTransport(httpx.AsyncBaseTransport):
    """Requests over connections that only go where the guard allows; HTTP/2 where it is offered.

    Raises httpcore's errors.
    """

    def __init__(self, guard: Guard, tls: ssl.SSLContext) -> None:
        backend = GuardedBackend(guard)
        self._pools = [
            httpcore.AsyncConnectionPool(
                ssl_context=tls,
                http2=True,
                max_connections=None,
                max_keepalive_connections=MAX_IDLE,
                keepalive_expiry=15.0,
                network_backend=backend,
            )
            for _ in range(POOLS)
        ]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        assert isinstance(request.stream, AsyncIterable)  # noqa: S101 - an AsyncClient made it
        pool = self._pools[zlib.crc32(url.host) % POOLS]
        answer = await pool.handle_async_request(
            httpcore.Request(
                request.method,
                url,
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        assert isinstance(answer.stream, AsyncIterable)  # noqa: S101 - httpcore says so
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        for pool in self._pools:
            await pool.aclose()


class _Body(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._answer.aiter_stream():
            yield part

    async def aclose(self) -> None:
        await self._answer.aclose()
