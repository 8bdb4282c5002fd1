"""How hosts say for how long they want to be left alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes import NOW

from patroli.collect.limits import asked_to_wait

SOON = NOW + timedelta(seconds=90)
SAID = {
    "seconds": ({"retry-after": "90"}, 429),
    "epoch of X": ({"x-rate-limit-remaining": "0", "x-rate-limit-reset": "{epoch}"}, 200),
    "epoch without a rest": ({"x-rate-limit-reset": "{epoch}"}, 429),
    "ISO of Mastodon": ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "{iso}"}, 200),
    "the old draft": ({"ratelimit-remaining": "0", "ratelimit-reset": "90"}, 200),
    "the new draft": ({"ratelimit": '"default";r=0;t=90'}, 200),
}


@pytest.mark.parametrize("how", SAID)
def test_every_way_of_saying_it_is_understood(how: str) -> None:
    said, status = SAID[how]
    known = {"epoch": str(int(SOON.timestamp())), "iso": SOON.isoformat()}
    headers = {name: value.format(**known) for name, value in said.items()}
    asked = asked_to_wait(status, headers, NOW)
    assert asked is not None
    assert 89 <= asked <= 90


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (200, {}),
        (200, {"retry-after": "90"}),
        (200, {"x-rate-limit-remaining": "7", "x-rate-limit-reset": "90"}),
        (200, {"ratelimit": '"default";r=5;t=90'}),
        (429, {"x-ratelimit-reset": "besok"}),
        (503, {"retry-after": "segera"}),
    ],
)
def test_a_host_that_asks_for_nothing_is_not_waited_for(
    status: int, headers: dict[str, str]
) -> None:
    assert asked_to_wait(status, headers, NOW) is None


@given(
    st.sampled_from([200, 429, 503]),
    st.dictionaries(
        st.sampled_from(["retry-after", "x-ratelimit-remaining", "x-ratelimit-reset", "ratelimit"]),
        st.text(max_size=40),
    ),
)
def test_whatever_stands_there_is_a_wait_or_nothing(status: int, headers: dict[str, str]) -> None:
    asked = asked_to_wait(status, headers, NOW)
    assert asked is None or 0 <= asked <= 10**12
