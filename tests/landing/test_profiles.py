"""What platforms say of accounts is landed with proof; older batches are read as having none."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.fakes import NOW, a_post, a_slot
from tests.landed import a_profile, as_format_1, land_posts

from patroli.errors import LandingError
from patroli.landing import BatchWriter, Shown, read_batch, verify_batch
from patroli.model import Standing


def test_a_profile_is_landed_with_the_fetch_that_showed_it(tmp_path: Path) -> None:
    profile = a_profile("dewi.baru", standing=Standing.MOVED, moved_to="dewi.lain")
    batch = land_posts(tmp_path, [], profiles=[profile])
    verify_batch(batch)
    tables = read_batch(batch)
    (row,) = tables.profiles.to_pylist()
    assert row["fetch_id"] == tables.fetches.to_pylist()[0]["fetch_id"]
    assert (row["account_id"], row["platform"], row["seen_at"]) == ("dewi-feed", "feed", NOW)
    shown = (row["native_id"], row["handle"], row["name"], row["standing"], row["moved_to"])
    assert shown == ("1001", "dewi.baru", "Dewi Lestawa", "moved", "dewi.lain")
    assert row["version"] == profile.version


def test_a_profile_whose_fetch_is_not_there_is_found(tmp_path: Path) -> None:
    with BatchWriter(tmp_path, NOW.date(), "batch") as batch:
        batch.add(profiles=[Shown(a_profile(), a_slot(), "no-such-fetch", "r1", NOW)])
    assert batch.landed
    with pytest.raises(LandingError, match="profiles name fetches that are not here"):
        verify_batch(batch.landed)


def test_any_name_can_be_landed_and_its_version_is_that_of_what_is_kept(tmp_path: Path) -> None:
    batch = land_posts(tmp_path, [], profiles=[a_profile(name="Dewi \ud83d")])
    (row,) = read_batch(batch).profiles.to_pylist()
    assert row["name"] == "Dewi ?"
    assert row["version"] == a_profile(name="Dewi ?").version


def test_a_batch_from_before_profiles_is_read_and_verified(tmp_path: Path) -> None:
    batch = as_format_1(land_posts(tmp_path, [a_post("satu"), a_post("dua")]))
    verify_batch(batch)
    tables = read_batch(batch)
    assert tables.profiles.num_rows == 0
    assert [row["author_handle"] for row in tables.sightings.to_pylist()] == ["", ""]


def test_a_batch_of_today_must_have_its_profiles(tmp_path: Path) -> None:
    batch = land_posts(tmp_path, [], profiles=[a_profile()])
    (batch.path / "profiles.parquet").unlink()
    with pytest.raises(LandingError, match=r"profiles\.parquet"):
        verify_batch(batch)
