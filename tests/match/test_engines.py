from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patroli.match.engine import ENGINES, make_engine

BYTES = st.binary(max_size=60).map(lambda b: bytes(b"ab \x80"[x % 4] for x in b))


@given(st.lists(BYTES.filter(bool), min_size=1, max_size=8, unique=True), BYTES)
def test_all_engines_find_the_same_and_nothing_else(literals: list[bytes], data: bytes) -> None:
    expected = sorted(
        (end, number)
        for number, literal in enumerate(literals)
        for end in range(len(literal), len(data) + 1)
        if data[end - len(literal) : end] == literal
    )
    for engine in ENGINES:
        numbers, ends = make_engine(literals, engine).scan(data)
        assert list(zip(ends.tolist(), numbers.tolist(), strict=True)) == expected


@pytest.mark.parametrize("engine", [*ENGINES, "auto"])
def test_no_literals_and_no_data_give_no_hits(engine: str) -> None:
    assert len(make_engine([], engine).scan(b"abc")[0]) == 0
    assert len(make_engine([b"a"], engine).scan(b"")[0]) == 0


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(ValueError, match="hyperscan, ahocorasick or auto"):
        make_engine([], "grep")
