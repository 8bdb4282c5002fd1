"""Contest files: what is written is what is known, and both sides are written alike."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from patroli.config.contest import KINDS, ContestFile, check_contest, contest
from patroli.config.located import parse_yaml, salvage, validate
from patroli.errors import Complaint
from patroli.model import Contest

SOUND = {
    "id": "rekaan",
    "title": "Pemilihan Wali Kota Rekaan",
    "region": "97.71",
    "zone": "Asia/Makassar",
    "office": ["wali kota"],
    "watched": "2029-06-01 .. 2029-12-31",
    "stages": {"kampanye": "2029-09-25 .. 2029-11-23", "pemungutan": "2029-11-27"},
    "contestants": [
        {"id": "rangga", "names": ["Rangga Palaka"], "number": "1 from 2029-09-23"},
        {"id": "sekar", "names": ["Sekar Mandalika"], "number": "2 from 2029-09-23"},
    ],
}


def complaints(**changes: Any) -> list[Complaint]:
    text = yaml.safe_dump({**SOUND, **changes}, allow_unicode=True, sort_keys=False)
    located = parse_yaml(text, "a.yaml")
    return [*salvage(ContestFile, located)[1], *check_contest(located)]


def contestants(*changes: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"id": f"c{n}", "names": [f"Nama {n}"], **changed} for n, changed in enumerate(changes)]


def test_a_sound_contest_has_no_complaint() -> None:
    assert complaints() == []


@pytest.mark.parametrize(
    ("stages", "where"),
    [
        ({"a": "2029-09-25 .. 2029-10-01", "b": "2029-10-01"}, ["stages.b"]),
        ({"a": "2029-10-02", "b": "2029-10-01"}, ["stages.b"]),
        ({"a": "2029-09-25 .. 2029-09-24"}, ["stages.a"]),
        ({"a": "2029-05-31"}, ["stages.a"]),
        ({"a": "2029-12-31 .. 2030-01-01"}, ["stages.a"]),
        ({"a": "2029-12-01 12:00"}, ["stages.a"]),
        ({"a": "2029-10-01", "b": "2029-10-02"}, []),
    ],
)
def test_stages_follow_each_other_within_the_watched_days(
    stages: dict[str, str], where: list[str]
) -> None:
    assert [c.where for c in complaints(stages=stages)] == where


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("names", "number")])
def test_who_lacks_a_kind_of_target_is_named(kind: str) -> None:
    found = complaints(contestants=contestants({kind: ["Satu"]}, {}, {kind: ["Dua"]}))
    assert [(c.where, str(c.found)) for c in found] == [("contestants[1]", f"no {kind}")]
    assert "like the other contestants (c0, c2)" in str(found[0].expected)


def test_a_target_that_is_said_to_be_none_is_no_complaint() -> None:
    assert complaints(contestants=contestants({"parties": ["Satu"]}, {"parties": []})) == []


@pytest.mark.parametrize("kind", ["names", "short", "parties", "tags", "slogans", "teams"])
def test_a_text_that_points_to_two_contestants_is_a_complaint(kind: str) -> None:
    found = complaints(contestants=contestants({kind: ["Fajar  Baru"]}, {kind: ["fajar baru"]}))
    assert [c.where for c in found] == [f"contestants[1].{kind}[0]"]


@pytest.mark.parametrize("kind", ["colours", "signs"])
def test_colours_and_signs_may_be_shared(kind: str) -> None:
    assert complaints(contestants=contestants({kind: ["biru"]}, {kind: ["biru"]})) == []


def test_two_contestants_with_one_number_are_a_complaint() -> None:
    found = complaints(contestants=contestants({"number": "3"}, {"number": "3 from 2029-09-23"}))
    assert [c.where for c in found] == ["contestants[1].number"]


def test_a_number_is_drawn_while_the_contest_is_watched() -> None:
    found = complaints(contestants=contestants({"number": "3 from 2028-09-23"}))
    assert [c.where for c in found] == ["contestants[0].number"]


def test_one_wrong_key_hides_no_other_complaint() -> None:
    found = complaints(zone="WIB", stages={"a": "2029-10-02", "b": "2029-10-01"}, warna="biru")
    assert {c.where for c in found} == {"zone", "stages.b", "warna"}


WORDS = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12)
DAYS = st.dates(date(2029, 6, 1), date(2029, 12, 1))


@st.composite
def contests(draw: st.DrawFn) -> dict[str, Any]:
    """Any contest that keeps the rules, as a document."""
    kinds = draw(st.sets(st.sampled_from([k for k in KINDS if k not in ("names", "number")])))
    texts = st.lists(WORDS, min_size=1, max_size=3)
    several = [
        {"id": f"c-{n}", "names": draw(texts), "number": f"{n + 1} from {draw(DAYS)}"}
        | {kind: draw(texts) for kind in sorted(kinds)}
        for n in range(draw(st.integers(0, 4)))
    ]
    stages: dict[str, str] = {}
    day = date(2029, 6, 1)
    for n in range(draw(st.integers(0, 5))):
        first = day + timedelta(draw(st.integers(0, 20)))
        day = first + timedelta(draw(st.integers(0, 20)))
        stages[f"tahap-{n}"] = f"{first} .. {day}"
        day += timedelta(1)
    return {**SOUND, "title": draw(WORDS), "stages": stages, "contestants": several}


def written(known: Contest) -> dict[str, Any]:
    """A contest as the document that says it."""
    return {
        "id": known.id,
        "title": known.title,
        "region": known.region,
        "zone": known.zone,
        "office": list(known.office),
        "watched": f"{known.first} .. {known.last}",
        "stages": {stage.name: f"{stage.first} .. {stage.last}" for stage in known.stages},
        "contestants": [
            {"id": one.id, "number": f"{one.number} from {one.number_from}"}
            | {k: list(v) for k in KINDS if k != "number" and (v := getattr(one, k))}
            for one in known.contestants
        ],
    }


@given(contests(), st.booleans())
def test_a_contest_read_and_written_again_is_the_same(document: dict[str, Any], wide: bool) -> None:
    text = yaml.safe_dump(document, allow_unicode=wide, sort_keys=False)
    file, wrong = validate(ContestFile, parse_yaml(text, "a.yaml"))
    assert wrong == ()
    assert file is not None
    assert written(contest(file)) == document


def test_a_colour_of_the_places_own_name_points_to_nobody() -> None:
    both = contestants({"colours": ["Biru"]}, {"colours": ["hijau"]})
    found = complaints(title="Pemilihan Bupati Telaga Biru", contestants=both)
    assert [c.where for c in found] == ["contestants[0].colours[0]"]
