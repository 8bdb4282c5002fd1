from __future__ import annotations

import pytest
from tests.fakes import a_rule, a_rule_set

from patroli.rules import RuleSet

FIND = 'all: [[dukung~, "@olahraga"], ["{name}"]]'


def test_a_rule_set_is_rebuilt_from_its_canonical_text() -> None:
    rules = a_rule_set(
        a_rule(FIND, examples={"flag": ["Dukung {name}"]}, lowered_by=["negation"]),
        a_rule("any: [[a, b], [c]]\nat_least: 2\nwithin: 4 words", id="dua", tier="low"),
    )
    again = RuleSet.from_canonical(rules.canonical)
    assert again == rules
    assert again.hash == rules.hash
    assert again.canonical == rules.canonical


def test_the_order_of_files_does_not_change_the_hash() -> None:
    one, other = a_rule(FIND, id="satu"), a_rule(FIND, id="dua")
    assert a_rule_set(one, other).hash == a_rule_set(other, one).hash


def test_lists_nobody_uses_do_not_change_the_hash() -> None:
    rule = a_rule("all: [[dukung]]")
    full = a_rule_set(rule)
    assert "olahraga" not in full.lexicon
    assert "negation" in full.lexicon


def test_any_change_of_a_rule_changes_the_hash() -> None:
    assert a_rule_set(a_rule(FIND)).hash != a_rule_set(a_rule(FIND, tier="low")).hash


@pytest.mark.parametrize("text", ["[]", "{}", '{"format":0}'])
def test_another_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        RuleSet.from_canonical(text)
