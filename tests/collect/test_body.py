"""Bodies are decompressed with a limit, on the bytes as they come."""

from __future__ import annotations

import gzip
import itertools
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from patroli.collect.body import Body


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": lambda data: data,
    "identity": lambda data: data,
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "GZIP": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


def read(encoding: str, *chunks: bytes, cap: int = 1_000_000) -> Body:
    body = Body(encoding, cap)
    for chunk in chunks:
        if not body.feed(chunk):
            break
    else:
        body.finish()
    return body


@pytest.mark.parametrize("encoding", PACKERS)
@pytest.mark.parametrize("size", [0, 1, 65_536, 65_537, 131_072, 300_000])
def test_what_was_packed_comes_out(encoding: str, size: int) -> None:
    data = bytes(index % 251 for index in range(size))
    body = read(encoding, PACKERS[encoding](data))
    assert (body.plain, body.problem) == (data, "")


@settings(deadline=None)
@given(data=st.binary(max_size=500), cuts=st.lists(st.integers(0, 600), max_size=8))
def test_the_chunks_make_no_difference(data: bytes, cuts: list[int]) -> None:
    for encoding, packed in [
        ("gzip", gzip.compress(data)),
        ("deflate", raw_deflate(data)),
        ("br", brotli.compress(data)),
        ("zstd", zstd.compress(data) + zstd.compress(b"")),
    ]:
        edges = [0, *sorted(cuts), len(packed)]
        chunks = [packed[a:b] for a, b in itertools.pairwise(edges)]
        body = read(encoding, *chunks)
        assert (body.plain, body.problem) == (data, "")
        assert body.wire == packed


def test_raw_deflate_and_many_gzip_members_are_read() -> None:
    assert read("deflate", raw_deflate(b"halo" * 99)).plain == b"halo" * 99
    assert read("gzip", gzip.compress(b"ha") + gzip.compress(b"lo")).plain == b"halo"
    assert read("gzip", gzip.compress(b"halo") + b"\x00\x00rubbish").plain == b"halo"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_stops_at_the_cap(encoding: str) -> None:
    bomb = PACKERS[encoding](bytes(200_000_000))
    tracemalloc.start()
    body = read(encoding, bomb, cap=100_000)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert body.is_too_large
    assert body.problem == "too large: more than 100,000 bytes"
    assert len(body.plain) == 100_000
    assert most < 2_000_000


def test_a_bomb_in_a_bomb_is_not_opened() -> None:
    bomb = gzip.compress(gzip.compress(bytes(200_000_000)))
    tracemalloc.start()
    body = read("gzip, gzip", bomb, cap=100_000)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert body.problem == "content-encoding gzip, gzip was not asked for"
    assert body.plain == bomb
    assert most < 2_000_000


def test_exactly_the_cap_is_not_too_large() -> None:
    assert not read("gzip", gzip.compress(bytes(1000)), cap=1000).problem
    assert read("gzip", gzip.compress(bytes(1001)), cap=1000).is_too_large
    assert not read("", bytes(1000), cap=1000).problem
    assert read("", bytes(1001), cap=1000).is_too_large


CUT_OFF = gzip.compress(b"halo" * 1000)
PROBLEMS = [
    ("gzip", CUT_OFF[:-9], "the gzip body ends too early"),
    ("gzip", CUT_OFF[:20], "the gzip body ends too early"),
    ("gzip", CUT_OFF[:15] + b"\xff" * 30, "the gzip body is broken"),
    ("deflate", zlib.compress(b"halo" * 99)[:-6], "the deflate body ends too early"),
    ("br", brotli.compress(b"halo" * 99)[:-3], "the br body ends too early"),
    ("br", b"\xff" * 30, "the br body is broken"),
    ("zstd", zstd.compress(b"halo" * 99)[:-3], "the zstd body ends too early"),
    ("zstd", zstd.compress(bytes(99))[:6] + b"\xff" * 30, "the zstd body is broken"),
    ("lzma", b"halo", "content-encoding lzma was not asked for"),
    ("gzip, gzip", gzip.compress(CUT_OFF), "content-encoding gzip, gzip was not asked for"),
]


@pytest.mark.parametrize(
    ("encoding", "wire", "problem"), PROBLEMS, ids=[f"{n}-{p[2]}" for n, p in enumerate(PROBLEMS)]
)
def test_what_is_wrong_with_a_body_is_told(encoding: str, wire: bytes, problem: str) -> None:
    body = read(encoding, wire)
    assert body.problem.startswith(problem)
    assert body.wire == wire


def test_a_plain_body_that_claims_to_be_gzip_is_kept() -> None:
    assert read("gzip", b"<html>", b"halo").plain == b"<html>halo"
    assert read("gzip", b"x").plain == b"x"
