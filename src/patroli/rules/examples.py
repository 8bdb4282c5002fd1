"""A rule's examples with slots in, the texts to try for every contestant out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from patroli.config.tree import KeyPath
from patroli.model import Contest, Contestant
from patroli.rules.model import Rule
from patroli.rules.numbers import WORDS
from patroli.rules.targets import first_names

_SLOT = re.compile(r"\{([^{}]*)\}")

EXAMPLE_SLOTS = (
    "name", "fullname", "firstname", "short", "number", "digit", "word", "party", "tag", "sign",
    "colour", "slogan", "team", "account", "any", "office", "all", "other",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One example filled for one contestant."""

    rule: Rule
    flag: bool
    place: KeyPath
    contest: Contest
    contestant: Contestant | None
    """None where the example has no slot: it is then run once a contest."""
    text: str
    parent: str
    parent_role: str
    role: str


def unknown_slots(text: str) -> tuple[str, ...]:
    """Slots of an example that nothing can fill."""
    return tuple(slot for slot in _SLOT.findall(text) if slot not in EXAMPLE_SLOTS)


def cases(rule: Rule, contests: tuple[Contest, ...]) -> Iterator[Case]:
    """Every example of a rule for every contestant of every contest that has what it asks for."""
    groups = (("flag", rule.examples.flag), ("pass", rule.examples.pass_))
    for kind, examples in groups:
        for index, example in enumerate(examples):
            wanted = set(_SLOT.findall(example.text + example.parent))
            slotted = bool(wanted)
            for contest in contests:
                for contestant in contest.contestants if slotted else contest.contestants[:1]:
                    known = fillings(contest, contestant)
                    if wanted <= known.keys():
                        yield Case(
                            rule, kind == "flag", ("examples", kind, index), contest,
                            contestant if slotted else None,
                            fill(example.text, known), fill(example.parent, known),
                            example.parent_role or "", example.role or "",
                        )  # fmt: skip


def fill(text: str, fillings_: Mapping[str, str]) -> str:
    """A text with its slots filled."""
    return _SLOT.sub(lambda slot: fillings_[slot.group(1)], text)


@lru_cache(maxsize=1_000)
def fillings(contest: Contest, contestant: Contestant) -> Mapping[str, str]:
    """What each slot of an example becomes; a slot the contestant has nothing for is not there."""
    found = {"all": _all(contest)}
    order = [other.id for other in contest.contestants]
    if len(order) > 1:
        after = contest.contestants[(order.index(contestant.id) + 1) % len(order)]
        found["other"] = after.names[0]
    if contest.office:
        found["office"] = contest.office[0]
    firsts = {
        "name": contestant.names,
        "any": contestant.names,
        "fullname": contestant.names,
        "firstname": first_names(contestant),
        "short": contestant.short,
        "party": tuple(f"Partai {re.sub(r'^[Pp]artai ', '', p)}" for p in contestant.parties),
        "tag": contestant.tags,
        "sign": contestant.signs,
        "colour": contestant.colours,
        "slogan": contestant.slogans,
        "team": contestant.teams,
        "account": contestant.accounts,
    }
    found |= {slot: texts[0] for slot, texts in firsts.items() if texts}
    if contestant.number is not None:
        found |= {"number": f"nomor {contestant.number}", "digit": str(contestant.number)}
        if contestant.number < len(WORDS):
            found["word"] = WORDS[contestant.number]
    return MappingProxyType(found)


def _all(contest: Contest) -> str:
    return ", ".join(
        (f"nomor urut {c.number} " if c.number is not None else "") + "-".join(first_names(c))
        for c in contest.contestants
    )
