"""Raw chunks in, the body as on the wire and its bounded decompression out."""

from __future__ import annotations

from patroli.collect.unpack import HEAD, UNPACKERS, Broken, Unpacker

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
"""Only what can be unpacked with a limit."""


class Body:
    """One answer's body while it comes in; never holds more than `cap` unpacked bytes.

    It is unpacked piece by piece, so a bomb stops at the cap and not after one huge chunk. A body
    that is plain although its header says gzip or zstd is kept.
    """

    def __init__(self, encoding: str, cap: int) -> None:
        names = [name.strip().lower() for name in encoding.split(",")]
        names = [name for name in names if name not in {"", "identity"}]
        self._name = names[0] if names else ""
        self._cap = cap
        self._wire: list[bytes] = []
        self._plain: list[bytes] = []
        self._wire_size = self._plain_size = 0
        self._unpacker: Unpacker | None = None
        self._passes_through = not names
        self.problem = ""
        if len(names) > 1 or (names and self._name not in UNPACKERS):
            self.problem = f"content-encoding {encoding} was not asked for"
            self._passes_through = True

    def feed(self, chunk: bytes) -> bool:
        """Take a chunk; False when no more is wanted: too large or broken."""
        self._wire.append(chunk)
        self._wire_size += len(chunk)
        if self._passes_through:
            self._keep(chunk)
        else:
            self._unpack(chunk)
        if self._wire_size > self._cap:
            self.problem = self.problem or self._too_large()
        return not self.problem

    def finish(self) -> None:
        """Say that the last chunk has come."""
        if self._wire and self._unpacker is None and not self._passes_through:
            self._begin()
        unpacker = self._unpacker
        if not self.problem and unpacker is not None and not unpacker.ended:
            self.problem = f"the {self._name} body ends too early"

    @property
    def is_too_large(self) -> bool:
        return self.problem == self._too_large()

    @property
    def wire(self) -> bytes:
        """What came, content-encoding still on it."""
        return b"".join(self._wire)

    @property
    def plain(self) -> bytes:
        """The unpacked body, at most `cap` bytes of it."""
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

    def _unpack(self, data: bytes) -> None:
        if self._unpacker is not None:
            self._keep_pieces(self._unpacker, data)
        elif self._wire_size >= HEAD:
            self._begin()

    def _begin(self) -> None:
        """The first bytes tell whether the body is packed at all."""
        data = self.wire
        unpacker = self._unpacker = UNPACKERS[self._name](data[:HEAD])
        if unpacker is None:
            self._passes_through = True
            self._keep(data)
        else:
            self._keep_pieces(unpacker, data)

    def _keep_pieces(self, unpacker: Unpacker, data: bytes) -> None:
        try:
            for piece in unpacker.pieces(data):
                self._keep(piece)
                if self.problem:
                    return
        except Broken as error:
            self.problem = f"the {self._name} body is broken: {error}"
