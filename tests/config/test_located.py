"""Documents against models: every complaint at once, and what is right is kept."""

from __future__ import annotations

from patroli.config.located import Model, parse_yaml, salvage, validate
from patroli.config.values import Id, Text


class Inner(Model):
    size: int | None = None


class Outer(Model):
    id: Id
    title: Text
    items: tuple[Inner, ...] = ()
    named: dict[Id, Inner | None] = {}  # noqa: RUF012 - pydantic copies defaults


def test_every_complaint_comes_at_once() -> None:
    text = "id: Salah\ntitel: x\nitems:\n  - size: besar\n  - siz: 1\nnamed:\n  a: {zise: 1}\n"
    value, complaints = validate(Outer, parse_yaml(text, "a.yaml"))
    assert value is None
    assert sorted((c.line, c.where) for c in complaints) == [
        (1, "id"),
        (2, "titel"),
        (4, "items[0].size"),
        (5, "items[1].siz"),
        (7, "named.a.zise"),
    ]


def test_an_unknown_key_is_told_the_nearest_known_one() -> None:
    text = "id: a\ntitle: b\nitems:\n  - siz: 1\n  - warna: 1\n"
    _, complaints = validate(Outer, parse_yaml(text, "a.yaml"))
    assert [str(c.expected) for c in complaints] == ["the key size?", "one of the keys size"]


def test_what_is_right_is_salvaged_beside_the_complaints() -> None:
    text = "id: a\ntitle: b\nwarna: c\nitems:\n  - size: x\n  - size: 2\n  - 3\n"
    value, complaints = salvage(Outer, parse_yaml(text, "a.yaml"))
    assert value is not None
    assert [item.size for item in value.items] == [None, 2]
    assert len(complaints) == 3


def test_nothing_is_salvaged_where_a_needed_key_is_wrong() -> None:
    value, complaints = salvage(Outer, parse_yaml("id: A\ntitle: b\n", "a.yaml"))
    assert value is None
    assert len(complaints) == 1


def test_a_complaint_repeats_only_the_beginning_of_a_long_text() -> None:
    text = f"id: {'A' * 10_000}\n{'b' * 10_000}: 1\n"
    _, complaints = validate(Outer, parse_yaml(text, "a.yaml"))
    assert complaints
    assert all(len(str(complaint)) < 600 for complaint in complaints)


def test_a_sound_document_has_its_model_and_no_complaint() -> None:
    value, complaints = validate(Outer, parse_yaml("id: a\ntitle: ' b '\n", "a.yaml"))
    assert value == Outer(id="a", title="b")
    assert complaints == ()


def test_a_document_that_is_no_mapping_is_one_complaint() -> None:
    for text in ("- a\n", "kata\n", "", "# hanya komentar\n"):
        value, complaints = salvage(Outer, parse_yaml(text, "a.yaml"))
        assert value is None
        assert [(c.line, c.where) for c in complaints] == [(1, "")]
