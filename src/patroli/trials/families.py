"""Rules, contests and texts in, families out: the same text once for every contestant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from patroli.match import Matcher
from patroli.model import Contest
from patroli.rules import RuleSet
from patroli.rules.examples import fill, fillings
from patroli.rules.model import Example
from patroli.rules.targets import SLOTS
from patroli.sayings import of_trials as say
from patroli.told import Told
from patroli.trials.counterpart import Counterparts
from patroli.trials.swap import Mention, Turn, Unclear, mentions, swapped, turns

CARRIERS = 2
"""Examples in which every spelling of a slot is tried."""

PROBES = ("{name} {own}", "{own} bersama {name}", "nomor urut {digit}: {own}", "{short} {own}")
"""Sentences in which a word of a slogan, a party or a sign must weigh the same for everyone."""

_NAMES = frozenset({"name", "fullname", "firstname", "digit"})
_OWN = ("slogan", "tag", "party", "team", "sign", "colour")
_SLOT = re.compile(r"\{([^{}]*)\}")
_PIECE = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Sample:
    """A text to try, and what is known around it."""

    text: str
    source: str | Told = ""
    """Where it is from: the id of a post, the place of an example."""
    parent: str = ""
    parent_role: str = ""
    role: str = "asn"


@dataclass(frozen=True, slots=True)
class Version:
    """A sample as it reads when the contestants are turned."""

    sample: Sample
    turn: Turn


Family = tuple[Version, ...]
"""Versions of one text, the one it came from first."""


def of_examples(rule_set: RuleSet, contest: Contest) -> Iterator[Family]:
    """Every example filled for every contestant; each rule is asked about each of them."""
    known = _known(contest)
    for rule in rule_set.running:
        for kind, examples in (("flag", rule.examples.flag), ("pass", rule.examples.pass_)):
            for number, example in enumerate(examples, 1):
                source = f"{rule.id}, {kind} {number}"
                yield _filled(contest, example, source, known)


def _known(contest: Contest) -> list[Mapping[str, str]]:
    """What each slot becomes for each contestant; where all are listed, each one is first once."""
    each = contest.contestants
    return [
        fillings(replace(contest, contestants=each[who:] + each[:who]), contestant)
        for who, contestant in enumerate(each)
    ]


def _filled(
    contest: Contest, example: Example, source: str | Told, known: Sequence[Mapping[str, str]]
) -> Family:
    slots = set(_SLOT.findall(example.text + example.parent))
    who = [w for w, fillings_ in enumerate(known) if slots and slots <= set(fillings_)]
    samples = [
        Sample(
            fill(example.text, known[w]), source, fill(example.parent, known[w]),
            example.parent_role or "", example.role or "asn",
        )
        for w in who
    ]  # fmt: skip
    return _circle(contest, samples, who)


def _circle(contest: Contest, samples: Sequence[Sample], who: Sequence[int]) -> Family:
    size = len(contest.contestants)
    steps = [(one - who[0]) % size for one in who] if who else []
    return tuple(
        Version(sample, tuple((i + step) % size for i in range(size)))
        for sample, step in zip(samples, steps, strict=True)
    )


def of_spellings(
    rule_set: RuleSet, contest: Contest, counterparts: Counterparts
) -> Iterator[Family]:
    """Every spelling of every kind of target in examples that ask for it."""
    everyone = range(len(contest.contestants))
    known = _known(contest)
    for slot in SLOTS:
        carriers = _carriers(rule_set, slot)
        most = max(everyone, key=lambda who: len(counterparts.spellings(who, slot)), default=0)
        for spelling in counterparts.spellings(most, slot) if carriers else ():
            written = [counterparts.of(slot, spelling, most, who) for who in everyone]
            filled = [
                {**k, slot: text} if text else {} for k, text in zip(known, written, strict=True)
            ]
            for source, carrier in carriers:
                where = f"{source}, {{{slot}}} {spelling}"
                beside = say.BESIDE_NAME_AS(slot="{" + slot + "}", spelling=spelling)
                yield _filled(contest, carrier, where if source else beside, filled)


def _carriers(rule_set: RuleSet, slot: str) -> list[tuple[str, Example]]:
    """The first examples that ask for a slot, of different rules, and, from nowhere, the slot
    beside a name.
    """
    found = (
        (f"{rule.id}, flag {number}", example)
        for rule in rule_set.running
        for number, example in enumerate(rule.examples.flag, 1)
        if "{" + slot + "}" in example.text
    )
    first = {source.split(",")[0]: (source, example) for source, example in found}
    beside = ("", Example(text="{name} {" + slot + "}"))
    return [*list(first.values())[:CARRIERS], *([beside] if slot not in _NAMES else [])]


def of_own_words(contest: Contest) -> Iterator[Family]:
    """Words of slogans, tags, parties … that only one contestant has, beside each one's name."""
    known = _known(contest)
    for slot, words in own_words(contest):
        for probe in PROBES:
            needed = set(_SLOT.findall(probe)) - {"own"}
            who = [w for w, word in enumerate(words) if word and needed <= set(known[w])]
            samples = [
                Sample(fill(probe, {**known[w], "own": words[w]}), say.OWN_WORD(slot=slot))
                for w in who
            ]
            if len(who) > 1:
                yield _circle(contest, samples, who)


def own_words(contest: Contest) -> Iterator[tuple[str, tuple[str, ...]]]:
    """For each kind the words that only one contestant has, those at the same place together."""
    for slot in _OWN:
        field = {"party": "parties"}.get(slot, f"{slot}s")
        each = [
            list(dict.fromkeys(w.lower() for t in getattr(c, field) for w in _PIECE.findall(t)))
            for c in contest.contestants
        ]
        shared = Counter(word for words in each for word in words)
        only = [[w for w in words if shared[w] == 1 and len(w) > 2] for words in each]
        for place in range(max(map(len, only), default=0)):
            words = tuple(own[place] if place < len(own) else "" for own in only)
            if sum(map(bool, words)) > 1:
                yield slot, words


@dataclass(frozen=True, slots=True)
class Turned:
    """What became of a text: its family, or why it has none."""

    family: Family
    why_not: Told | None = None


def of_text(
    sample: Sample, matcher: Matcher, contest: int, counterparts: Counterparts, plant: int
) -> Turned:
    """A text with every mention of a contestant turned.

    Where it mentions nobody, each contestant is written after it in turn: by name, or by ballot
    number where `plant` is odd.
    """
    size = len(counterparts.contest.contestants)
    try:
        own = mentions(matcher, sample.text, contest, counterparts)
        parent = mentions(matcher, sample.parent, contest, counterparts) if sample.parent else []
        if not own and not parent:
            return Turned(_planted(sample, counterparts.contest, plant))
        several = len({m.who for m in (*own, *parent)})
        still = tuple(range(size))
        versions = [Version(sample, still)] + [
            Version(_turned(sample, own, parent, turn, counterparts), turn)
            for turn in turns(size, several)
        ]
    except Unclear as unclear:
        return Turned((), unclear.why)
    return Turned(tuple(versions))


def _turned(
    sample: Sample,
    own: Sequence[Mention],
    parent: Sequence[Mention],
    turn: Turn,
    counterparts: Counterparts,
) -> Sample:
    return replace(
        sample,
        text=swapped(sample.text, own, turn, counterparts),
        parent=swapped(sample.parent, parent, turn, counterparts),
    )


def _planted(sample: Sample, contest: Contest, plant: int) -> Family:
    slot = ("name", "number")[plant % 2]
    known = [fillings_.get(slot) for fillings_ in _known(contest)]
    if not all(known):
        return ()
    samples = [replace(sample, text=f"{sample.text} {text}") for text in known]
    return _circle(contest, samples, range(len(samples)))


def distinct(families: Iterable[Family]) -> Iterator[Family]:
    """Families of two versions or more, each text family once."""
    seen: set[tuple[tuple[str, str, str, str], ...]] = set()
    for family in families:
        key = tuple(
            (v.sample.text, v.sample.parent, v.sample.parent_role, v.sample.role) for v in family
        )
        if len(family) > 1 and key not in seen:
            seen.add(key)
            yield family
