"""Raw chunks in, the body as on the wire and its bounded decompression out."""

from __future__ import annotations

import zlib

ACCEPT_ENCODING = "gzip, deflate"
"""Only what can be decompressed with a limit; brotli is not asked for."""

STEP = 65_536
_GZIP, _ZLIB, _RAW = 31, 15, -15
_GZIP_MAGIC = b"\x1f\x8b"


class Body:
    """One answer's body while it comes in; never holds more than `cap` decompressed bytes.

    Decompression is fed piece by piece with a limit on its output, so a bomb stops at the cap
    and not after one huge chunk. A body that is plain although its header says gzip is kept.
    """

    def __init__(self, encoding: str, cap: int) -> None:
        names = [name.strip().lower() for name in encoding.split(",")]
        self._names = [name for name in names if name not in {"", "identity"}]
        self._cap = cap
        self._wire: list[bytes] = []
        self._plain: list[bytes] = []
        self._wire_size = self._plain_size = 0
        self._inflater: zlib._Decompress | None = None
        self._passes_through = not self._names
        self.problem = ""
        if self._names and self._names not in (["gzip"], ["x-gzip"], ["deflate"]):
            self.problem = f"content-encoding {encoding} was not asked for"
            self._passes_through = True

    def feed(self, chunk: bytes) -> bool:
        """Take a chunk; False when no more is wanted: too large or broken."""
        self._wire.append(chunk)
        self._wire_size += len(chunk)
        if self._passes_through:
            self._keep(chunk)
        else:
            self._inflate(chunk)
        if self._wire_size > self._cap:
            self.problem = self.problem or self._too_large()
        return not self.problem

    def finish(self) -> None:
        """Say that the last chunk has come."""
        inflater = self._inflater
        if inflater is None and not self._passes_through:
            self._keep(self.wire)
        if not self.problem and inflater is not None and not inflater.eof:
            self.problem = f"the {self._names[0]} body ends too early"

    @property
    def is_too_large(self) -> bool:
        return self.problem == self._too_large()

    @property
    def wire(self) -> bytes:
        """What came, content-encoding still on it."""
        return b"".join(self._wire)

    @property
    def plain(self) -> bytes:
        """The decompressed body, at most `cap` bytes of it."""
        return b"".join(self._plain)

    @property
    def wire_size(self) -> int:
        return self._wire_size

    def _too_large(self) -> str:
        return f"too large: more than {self._cap:,} bytes"

    def _keep(self, data: bytes) -> None:
        room = self._cap - self._plain_size
        self._plain.append(data[:room])
        self._plain_size += min(len(data), room)
        if len(data) > room:
            self.problem = self.problem or self._too_large()

    def _inflate(self, data: bytes) -> None:
        if self._inflater is None:
            head = (b"".join(self._wire))[:2]
            if len(head) < 2:
                return
            data = b"".join(self._wire)
            if not self._start(head):
                self._keep(data)
                return
        try:
            self._inflate_pieces(data)
        except zlib.error as error:
            self.problem = f"the {self._names[0]} body is broken: {error}"

    def _start(self, head: bytes) -> bool:
        if self._names != ["deflate"]:
            self._passes_through = head != _GZIP_MAGIC
            self._inflater = None if self._passes_through else zlib.decompressobj(_GZIP)
            return not self._passes_through
        # RFC 9110 means zlib by deflate; some servers send the raw form.
        is_zlib = head[0] & 0x0F == 8 and int.from_bytes(head) % 31 == 0
        self._inflater = zlib.decompressobj(_ZLIB if is_zlib else _RAW)
        return True

    def _inflate_pieces(self, data: bytes) -> None:
        inflater = self._inflater
        pending = bool(data)
        while pending and inflater is not None and not self.problem:
            if inflater.eof:
                if not data.startswith(_GZIP_MAGIC):
                    return
                inflater = self._inflater = zlib.decompressobj(_GZIP)
            piece = inflater.decompress(data, STEP)
            self._keep(piece)
            data = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
            # With a full piece more may wait inside zlib although all input is consumed.
            pending = bool(data) or (len(piece) == STEP and not inflater.eof)
