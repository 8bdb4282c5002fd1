"""Packed chunks in, unpacked pieces of bounded size out: one way for every content-encoding.

An unpacker never makes more than one piece at a time, so that whoever asks can stop a bomb
between two pieces. What cannot be unpacked raises Broken.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

import brotli
from backports import zstd

STEP = 65_536
"""The most bytes of one piece, unpacked (brotli may go over by its own buffer)."""
_GZIP, _ZLIB, _RAW = 31, 15, -15
HEAD = 2
"""How many bytes tell whether a body is packed at all."""
GZIP_MAGIC = b"\x1f\x8b"
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"


class Broken(ValueError):
    """The packed bytes are not what their content-encoding says."""


class Unpacker(Protocol):
    """Takes packed chunks in order."""

    @property
    def ended(self) -> bool:
        """Whether the packed form is complete."""
        ...

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """What this chunk unpacks to. Raises Broken."""
        ...


class _Zlib:
    """gzip with any number of members, or one zlib or raw deflate stream."""

    def __init__(self, form: int) -> None:
        self._form = form
        self._inflater = zlib.decompressobj(form)

    @property
    def ended(self) -> bool:
        return self._inflater.eof

    def pieces(self, data: bytes) -> Iterator[bytes]:
        pending = bool(data)
        while pending:
            if self._inflater.eof:
                if self._form != _GZIP or not data.startswith(GZIP_MAGIC):
                    return
                self._inflater = zlib.decompressobj(_GZIP)
            try:
                piece = self._inflater.decompress(data, STEP)
            except zlib.error as error:
                raise Broken(str(error)) from error
            yield piece
            inflater = self._inflater
            data = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
            # With a full piece more may wait inside zlib although all input is consumed.
            pending = bool(data) or (len(piece) == STEP and not inflater.eof)


class _Brotli:
    """RFC 7932."""

    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    @property
    def ended(self) -> bool:
        return bool(self._inner.is_finished())

    def pieces(self, data: bytes) -> Iterator[bytes]:
        pending = data
        while not self._inner.is_finished():
            try:
                piece = self._inner.process(pending, output_buffer_limit=STEP)
            except brotli.error as error:
                raise Broken(str(error)) from error
            pending = b""
            # It says that it takes more even while it holds back output: only silence tells.
            if not piece:
                return
            yield piece


class _Zstd:
    """RFC 8878; frames one after the other."""

    def __init__(self) -> None:
        # RFC 9659: over HTTP no window is larger than 8 MB.
        self._options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: 23}
        self._inner = zstd.ZstdDecompressor(options=self._options)

    @property
    def ended(self) -> bool:
        return self._inner.eof

    def pieces(self, data: bytes) -> Iterator[bytes]:
        pending = data
        while True:
            if self._inner.eof:
                if not pending.startswith(_ZSTD_MAGIC):
                    return
                self._inner = zstd.ZstdDecompressor(options=self._options)
            try:
                piece = self._inner.decompress(pending, STEP)
            except zstd.ZstdError as error:
                raise Broken(str(error)) from error
            yield piece
            pending = self._inner.unused_data if self._inner.eof else b""
            if not pending and (self._inner.eof or self._inner.needs_input):
                return


def _deflate(head: bytes) -> Unpacker | None:
    """RFC 9110 means zlib by deflate; some servers send the raw form."""
    if len(head) < HEAD:
        return None
    is_zlib = head[0] & 0x0F == 8 and int.from_bytes(head) % 31 == 0
    return _Zlib(_ZLIB if is_zlib else _RAW)


def _gzip(head: bytes) -> Unpacker | None:
    return _Zlib(_GZIP) if head == GZIP_MAGIC else None


def _brotli(_: bytes) -> Unpacker:
    return _Brotli()


def _zstd(head: bytes) -> Unpacker | None:
    return _Zstd() if head == _ZSTD_MAGIC[:HEAD] else None


UNPACKERS: dict[str, Callable[[bytes], Unpacker | None]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
"""By content-encoding: the body's first HEAD bytes in, its unpacker out; None: it is not packed.

Fewer bytes are given where the whole body is no longer.
"""
