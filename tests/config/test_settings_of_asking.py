"""How often is asked, and where the round state is kept: what a team may write."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from tests.collect.webs import some_settings


def test_a_small_team_need_not_say_how_often_it_asks() -> None:
    asking = some_settings(asking={}).asking
    assert (asking.at_most_every, asking.at_least_every) == (6, 168)
    assert asking.during["masa-tenang"].at_least_every == 6


def test_the_state_may_be_in_a_database_and_no_password_stands_in_the_file() -> None:
    address = "postgresql://patroli@db.example/patroli"
    assert some_settings(state=address).state == address
    with pytest.raises(ValidationError, match="PATROLI_STATE_URL"):
        some_settings(state="postgresql://patroli:rahasia@db.example/patroli")
    for wrong in ("mysql://db.example/x", "state.sqlite", "postgresql:///x"):
        with pytest.raises(ValidationError, match="an address such as"):
            some_settings(state=wrong)
