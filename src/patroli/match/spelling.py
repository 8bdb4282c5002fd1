"""A rule set and what its groups ask for in, every spelling with its literal out, in columns."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from patroli.config.words import RegionalWords
from patroli.errors import BrokenConfig, Complaint
from patroli.match.alphabet import MOST_SYMBOLS, make_alphabet, watchable
from patroli.match.fold import fold_words
from patroli.match.hashtags import TagSplitter
from patroli.match.meanings import NO_GROUPS, Asked, Kind, Who
from patroli.match.phrases import KEPT_SLOTS, Around, Phrase, kept_check, split
from patroli.match.variants import Variants, variants_of
from patroli.rules import RuleSet, contexts_of
from patroli.rules.affixes import forms, phrases
from patroli.rules.surface import Check, Surface
from patroli.rules.targets import targets
from patroli.rules.words import Wanted, wanted
from patroli.sayings import of_examples as say
from patroli.told import Told

POINTING = (
    "name", "fullname", "firstname", "short", "party", "tag", "account", "sign", "colour", "slogan",
    "team", "number",
)  # fmt: skip
"""Slots whose targets are literals; of two that one spelling serves, the first counts."""

MOST_SPELLINGS = 1_000_000
"""More, phrases around slots with them, are not searched for: that is a list gone wrong, and would
take the machine's memory."""


class Asking(NamedTuple):
    """A group that asks for a word."""

    number: int
    name: str
    """As the rule names it; empty if it does not."""
    rule: str


@dataclass(frozen=True, slots=True)
class Spelled:
    """Every spelling of a rule set; with these columns a program is put together in no time."""

    literals: tuple[bytes, ...]
    starts: tuple[int, ...]
    texts: tuple[str, ...]
    kind_of: tuple[int, ...]
    kinds: tuple[Asked, ...]
    phrases: tuple[Phrase, ...]
    symbols: tuple[str, ...]
    tag_words: tuple[str, ...]
    variants: tuple[tuple[bytes, bytes], ...]
    """Words as they are written, each with the word it is read as."""


def spell(rule_set: RuleSet, groups: Iterable[tuple[Asking, Wanted]]) -> Spelled:
    """Spell out all targets, all words that groups ask for and all contexts, and fold them.

    Raises BrokenConfig if they are more than MOST_SPELLINGS, phrases around slots with them, or
    hold more kinds of symbols than MOST_SYMBOLS.
    """
    sheet = _Sheet(rule_set)
    sheet.take_targets()
    sheet.take_words(groups)
    sheet.take_contexts()
    sheet.take_weights()
    texts = list(dict.fromkeys([t for b in sheet.blocks for t in b.texts] + sheet.around_texts()))
    tag_words = _tag_words(texts)
    symbols = {c for text in texts if not text.isascii() for c in text if watchable(c)}
    if len(symbols) > MOST_SYMBOLS:
        found = say.TOO_MANY_SIGNS(count=len(symbols))
        expected = say.MOST_SIGNS(most=MOST_SYMBOLS)
        raise BrokenConfig([Complaint("rules", 0, "", found, expected)])
    alphabet, splitter = make_alphabet(tuple(sorted(symbols))), TagSplitter(tag_words)
    tags = {tag: _tag_spellings(tag, splitter) for tag in sheet.tags()}
    every = list(dict.fromkeys(itertools.chain(texts, *tags.values())))
    variants = variants_of(rule_set)
    read = map(variants.literal, fold_words(every, alphabet))
    folded = dict(zip(every, read, strict=True))
    meanings = _meanings(sheet.blocks, folded, tags)
    return _columns(meanings, sheet.around, folded, alphabet.symbols, tag_words, variants)


class _Origin(NamedTuple):
    """Who asks for spellings, so that a complaint finds its place."""

    name: Told
    rule: str = ""
    word: str = ""
    """As the rule has it."""


class _Block(NamedTuple):
    """Spellings of one kind, asked for by the same groups."""

    texts: tuple[str, ...]
    kind: Kind
    groups: frozenset[int]


class _Sheet:
    """What is to be spelled, collected before it is folded in one go."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set
        self.blocks: list[_Block] = []
        self.around: dict[Around, set[int]] = {}
        self._by_slot: dict[str, dict[Surface, list[Who]]] = {}
        self._plain: dict[tuple[str, str], tuple[str, ...]] = {}
        self._size = 0

    def tags(self) -> list[str]:
        """Hashtags of contestants, which are spelled in two ways."""
        return [t for block in self.blocks if block.kind.check is Check.TAG for t in block.texts]

    def around_texts(self) -> list[str]:
        """What stands before and after the slots of phrases."""
        return [text for around in self.around for text in (around.before, around.after)]

    def take_targets(self) -> None:
        """Every target of every contestant; those of one spelling share it."""
        for index, contest in enumerate(self.rule_set.contests):
            for who, contestant in enumerate(contest.contestants):
                for slot, surface, since in targets(contest, contestant):
                    table = self._by_slot.setdefault(slot, {})
                    table.setdefault(surface, []).append((index, who, since))
        for slot in filter(self._by_slot.__contains__, POINTING):
            kinds: dict[Kind, list[str]] = {}
            for (text, check), pointed in self._by_slot[slot].items():
                kind = Kind("{" + slot + "}", check, slot, who=tuple(dict.fromkeys(pointed)))
                kinds.setdefault(kind, []).append(text)
            for kind, spelled in kinds.items():
                self._add(spelled, kind, NO_GROUPS, _Origin(say.THE_CONTESTANTS()))

    def take_words(self, groups: Iterable[tuple[Asking, Wanted]]) -> None:
        """Every word of every group; a list that many groups ask for is spelled once."""
        asked: dict[tuple[str, str], set[int]] = {}
        first: dict[tuple[str, str], tuple[Wanted, str]] = {}
        for asking, word in groups:
            if word.list_id or not word.alone or word.slot == "office":
                key = (word.text, asking.name or word.list_id or word.text)
                asked.setdefault(key, set()).add(asking.number)
                first.setdefault(key, (word, asking.rule))
        for key, numbers in asked.items():
            word, rule = first[key]
            origin = _Origin(say.RULE(id=rule), rule, word.text)
            self._take(word, key[1], frozenset(numbers), origin)

    def take_contexts(self) -> None:
        """The words of every list that lowers, or that the engine itself asks for."""
        for list_id in sorted(contexts_of(self.rule_set.running)):
            entry = self.rule_set.lexicon.get(list_id)
            if entry:
                origin = _Origin(say.LIST(id=list_id))
                for part in entry.parts:
                    kind = Kind(list_id, region=part.region, context=list_id)
                    plain = self._plain_words(list_id, part, origin)
                    self._add(plain, kind, NO_GROUPS, origin)
                    for text in part.words:
                        if "{" in text:
                            self._take_office(wanted(text), kind, origin)

    def take_weights(self) -> None:
        """The words of every file of weights that a rule adds up."""
        names = {r.find.weighed.by for r in self.rule_set.running if r.find.weighed}
        for name in sorted(names & set(self.rule_set.lexicon)):
            words = [w for w in self.rule_set.lexicon[name].words if "{" not in w]
            self._add(words, Kind(name, context=name), NO_GROUPS, _Origin(say.WEIGHTS(id=name)))

    def _take_office(self, word: Wanted, kind: Kind, origin: _Origin) -> None:
        """A word of a list with the offices of each contest; lists hold no other slot."""
        for surface, who in self._fillings("office"):
            self._add(phrases(word.filled(surface.text)), kind._replace(who=who), NO_GROUPS, origin)

    def _take(self, word: Wanted, name: str, groups: frozenset[int], origin: _Origin) -> None:
        if not word.list_id:
            self._take_word(word, "", name, groups, origin)
            return
        entry = self.rule_set.lexicon.get(word.list_id)
        if entry:
            origin = origin._replace(name=say.LIST(id=word.list_id))
            for part in entry.parts:
                plain = self._plain_words(word.list_id, part, origin)
                self._add(plain, Kind(name, region=part.region), groups, origin)
                for text in part.words:
                    if "{" in text:
                        self._take_word(wanted(text), part.region, name, groups, origin)

    def _take_word(
        self, word: Wanted, region: str, name: str, groups: frozenset[int], origin: _Origin
    ) -> None:
        if not word.slot:
            self._add(
                phrases(self._bounded(word.text, origin)), Kind(name, region=region), groups, origin
            )
            return
        self._bounded(word.text, origin)
        apart = split(word.text, word.slot) if word.slot in KEPT_SLOTS else None
        if apart is not None:
            for before, after in itertools.product(phrases(apart[0]), phrases(apart[1])):
                around = Around(word.slot, before, after, name, region)
                self.around.setdefault(around, set()).update(groups)
            self._room_for(0, origin)
            return
        kinds: dict[Kind, list[str]] = {}
        made = 0
        for surface, who in self._fillings(word.slot):
            slot = "" if word.slot == "office" else word.slot
            check = kept_check(surface.check)
            kind = Kind(name, check, slot, region, "", who)
            filled = word.filled(surface.text.lstrip("#@"))
            made += forms(filled)
            self._room_for(made, origin)
            kinds.setdefault(kind, []).extend(phrases(filled))
        for kind, texts in kinds.items():
            self._add(texts, kind, groups, origin)

    def _fillings(self, slot: str) -> Iterator[tuple[Surface, tuple[Who, ...]]]:
        if slot != "office":
            for surface, who in self._by_slot.get(slot, {}).items():
                yield surface, tuple(dict.fromkeys(who))
            return
        offices: dict[str, list[Who]] = {}
        for index, contest in enumerate(self.rule_set.contests):
            for office in contest.office:
                offices.setdefault(office, []).append((index, -1, None))
        for office, where in offices.items():
            yield Surface(office), tuple(where)

    def _plain_words(self, list_id: str, part: RegionalWords, origin: _Origin) -> tuple[str, ...]:
        """The words of one region of a list, without those with slots, with all their forms."""
        key = (list_id, part.region)
        if key not in self._plain:
            plain = [word for word in part.words if "{" not in word]
            self._room_for(sum(forms(self._bounded(word, origin)) for word in plain), origin)
            self._plain[key] = tuple(text for word in plain for text in phrases(word))
        return self._plain[key]

    def _bounded(self, text: str, origin: _Origin) -> str:
        """The text, if its forms are not too many to be made at all."""
        if "~" in text and forms(text) > MOST_SPELLINGS:
            self._refuse(say.SPELLINGS_OF(count=forms(text), word=text), origin)
        return text

    def _add(
        self, texts: Sequence[str], kind: Kind, groups: frozenset[int], origin: _Origin
    ) -> None:
        self._room_for(len(texts), origin)
        self._size += len(texts)
        self.blocks.append(_Block(tuple(texts), kind, groups))

    def _room_for(self, more: int, origin: _Origin) -> None:
        size = self._size + len(self.around) + more
        if size > MOST_SPELLINGS:
            self._refuse(say.SPELLINGS(count=size), origin)

    def _refuse(self, found: Told, origin: _Origin) -> None:
        expected = say.MOST_SPELLINGS(most=MOST_SPELLINGS)
        located = self.rule_set.origins.get(origin.rule)
        if located is None:
            raise BrokenConfig([Complaint(str(origin.name), 0, "", found, expected)])
        places = (place for place, text in located.texts_below(("find",)) if text == origin.word)
        if origin.name != say.RULE(id=origin.rule):
            found = say.FOUND_IN(found=found, origin=origin.name)
        raise BrokenConfig([located.complain(next(places, ("find",)), found, expected)])


Served = dict[tuple[str, Kind], frozenset[int]]
"""What a literal may mean: spellings and kinds, each with the groups that ask for it."""


def _meanings(
    blocks: Iterable[_Block], folded: dict[str, bytes], tags: dict[str, tuple[str, ...]]
) -> dict[bytes, Served]:
    meanings: dict[bytes, Served] = {}
    for texts, kind, groups in blocks:
        tagged = kind.check is Check.TAG
        for text in texts:
            for spelling in tags[text] if tagged else (text,):
                served = meanings.setdefault(folded[spelling], {})
                key = (text, kind)
                served[key] = served[key] | groups if key in served else groups
    return {literal: served for literal, served in meanings.items() if not literal.isspace()}


def _columns(
    meanings: dict[bytes, Served],
    around: dict[Around, set[int]],
    folded: dict[str, bytes],
    symbols: tuple[str, ...],
    tag_words: tuple[str, ...],
    variants: Variants,
) -> Spelled:
    literals = tuple(sorted(meanings))
    numbers: dict[Asked, int] = {}
    texts: list[str] = []
    kind_of: list[int] = []
    starts = [0]
    for literal in literals:
        for (text, kind), groups in meanings[literal].items():
            texts.append(text)
            kind_of.append(numbers.setdefault((kind, groups), len(numbers)))
        starts.append(len(texts))
    kept = tuple(
        Phrase(one, folded[one.before], folded[one.after], frozenset(groups))
        for one, groups in around.items()
    )
    return Spelled(
        literals, tuple(starts), tuple(texts), tuple(kind_of), tuple(numbers), kept,
        symbols, tag_words, tuple(variants.read.items()),
    )  # fmt: skip


def _tag_spellings(tag: str, splitter: TagSplitter) -> tuple[str, ...]:
    """A tag whole and split, as texts may have it."""
    text = tag.lstrip("#").encode("utf-8", "surrogatepass")
    cuts = [0, *splitter.split(text), len(text)]
    parted = b" ".join(text[a:b] for a, b in itertools.pairwise(cuts))
    return tuple(part.decode("utf-8", "surrogatepass") for part in dict.fromkeys((text, parted)))


def _tag_words(texts: Sequence[str]) -> tuple[str, ...]:
    """Words to know inside hashtags: those of the spellings, and the parts of camel-case tags."""
    words = set("\n".join(text for text in texts if text[:1] not in ("#", "@")).lower().split())
    for text in texts:
        if text.startswith("@") or (text.startswith("#") and not text.isascii()):
            words.update(text.lower().lstrip("#@").split())
        elif text.startswith("#"):
            cuts = [0, *TagSplitter(()).split(text[1:].encode()), len(text) - 1]
            parts = [text[1:][a:b].lower() for a, b in itertools.pairwise(cuts)]
            words.update(parts if len(parts) > 1 else [text[1:].lower()])
    return tuple(sorted(w for w in words if len(w) >= 3 and w.isascii() and w.isalpha()))
