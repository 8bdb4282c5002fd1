"""Words of rules and lists in, those that are dead, double, shadowed or confused out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from patroli.match import Matcher
from patroli.match.fold import fold_words
from patroli.match.scene import Find, plain
from patroli.report import Watch
from patroli.rules import Rule, contexts_of
from patroli.rules.affixes import phrases
from patroli.rules.examples import fillings
from patroli.rules.words import wanted
from patroli.sayings import of_trials as say
from patroli.told import Told
from patroli.trials.common_words import COMMON
from patroli.trials.finding import Finding, Kind, ListFile, Severity, Written, reached

SHORTEST = 3
"""Letters of a word under which it is asked whether it is meant."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Words of which any is enough, as a group or a list has them."""

    own: tuple[Written, ...]
    """Those written here, about which something may be found."""
    others: tuple[Written, ...]
    """Those that come with lists."""
    in_tags: bool = False
    signals: bool = True
    """Whether it is a group of a rule or a list of such; else only what lowers."""


@dataclass(frozen=True)
class Words:
    """What a matcher makes of words."""

    matcher: Matcher
    known: dict[str, str] = field(default_factory=dict)
    literals: dict[str, frozenset[bytes]] = field(default_factory=dict)

    def forms(self, text: str) -> tuple[str, ...]:
        """A word with its affixes, its slot filled for the first contestant."""
        slot = wanted(text).slot
        filled = text.replace("{" + slot + "}", self._filling(slot)) if slot else text
        return phrases(filled)

    def folded(self, text: str) -> frozenset[bytes]:
        """What is searched for."""
        if text not in self.literals:
            program = self.matcher.program
            folded = fold_words(self.forms(text), program.alphabet)
            self.literals[text] = frozenset(map(program.variants.literal, folded))
        return self.literals[text]

    def spelled(self, one: str, other: str) -> bool:
        """Whether two words are one by the lexicon's spellings, as `tgl` and `tanggal` are."""
        first, second = fold_words((one, other), self.matcher.program.alphabet)
        read = self.matcher.program.variants.literal
        return first != second and read(first) == read(second)

    def finds(self, text: str, *, in_tag: bool = False) -> tuple[Find, ...]:
        """What is found in a word that stands alone; that a word weighs something is no meaning."""
        scene = self.matcher.scene(f"#{text.replace(' ', '')}" if in_tag else text)
        weights = self.matcher.program.weights
        return tuple(find for find in scene.finds if find.use.context not in weights)

    def _filling(self, slot: str) -> str:
        if not self.known:
            for contest in self.matcher.rule_set.contests[:1]:
                self.known.update(fillings(contest, contest.contestants[0]))
        number = self.known.get("digit", "1")
        return {"number": f"nomor {number}", "digit": number}.get(slot, self.known.get(slot, "x"))


def lint_words(
    matcher: Matcher, lists: Mapping[str, ListFile], watch: Watch | None = None
) -> Iterator[Finding]:
    """Everything that is found in words without a corpus."""
    words = Words(matcher)
    every = list(pools(matcher, lists))
    for number, pool in enumerate(every, 1):
        texts = [word for word in pool.own if wanted(word.text).slot in ("", "office", "digit")]
        yield from _dead(words, pool)
        yield from _superfluous(words, texts, pool)
        yield from _short(pool)
        yield from _collisions(words, pool, texts)
        if watch:
            watch("groups and lists read", number, len(every))
    yield from _common(words, every)


def pools(matcher: Matcher, lists: Mapping[str, ListFile]) -> Iterator[Pool]:
    """Every list that a running rule uses, and the words every group of one adds to its lists."""
    rule_set = matcher.rule_set
    signals = {
        word[1:]
        for rule in rule_set.running
        for group in (*rule.find.all, *rule.find.any, *rule.find.none)
        for word in group.any
        if word.startswith("@")
    }
    lowering = contexts_of(rule_set.running)
    used = reached(dict(lists), {*signals, *lowering} & set(lists))
    of_signals = reached(dict(lists), signals & set(lists))
    for name in sorted(used & set(lists)):
        one = lists[name]
        others = tuple(w for i in sorted(reached(dict(lists), one.includes)) if i in lists
                       and not lists[i].regional for w in lists[i].words)  # fmt: skip
        yield Pool(one.words, others, signals=name in of_signals)
    for rule in rule_set.running:
        yield from _groups(matcher, rule, lists)


def _groups(matcher: Matcher, rule: Rule, lists: Mapping[str, ListFile]) -> Iterator[Pool]:
    origin = matcher.rule_set.origins.get(rule.id)
    parts = (("all", rule.find.all), ("any", rule.find.any), ("none", rule.find.none))
    for part, groups in parts:
        for number, group in enumerate(groups):
            own: list[Written] = []
            others: list[Written] = []
            for index, text in enumerate(group.any):
                path = ("find", part, number)
                line = 0
                if origin:
                    direct = (*path, index)
                    line = origin.line(direct if direct in origin.lines else (*path, "any", index))
                if text.startswith("@"):
                    names = reached(dict(lists), [text[1:]])
                    everywhere = [lists[i] for i in sorted(names) if i in lists]
                    others += [w for one in everywhere if not one.regional for w in one.words]
                elif not wanted(text).alone or wanted(text).slot == "office":
                    file = origin.file if origin else f"rule {rule.id}"
                    own.append(Written(text, say.RULE(id=rule.id), file, line))
            yield Pool(tuple(own), tuple(others), group.on == "tags")


def _dead(words: Words, pool: Pool) -> Iterator[Finding]:
    for word in pool.own:
        forms = words.forms(word.text)
        if not any(_reached(words, form, pool.in_tags) for form in forms):
            found = say.DEAD(word=word.text)
            yield word.finding(Severity.ERROR, Kind.DEAD, found, say.A_KNOWN_WORD())


def _reached(words: Words, form: str, in_tags: bool) -> bool:
    return any(
        (find.groups or find.use.context) and plain(find.use.surface.text) == plain(form)
        for find in words.finds(form, in_tag=in_tags)
    )


def _superfluous(words: Words, texts: Sequence[Written], pool: Pool) -> Iterator[Finding]:
    """Words that add nothing to the others: the same, or never without a shorter one."""
    by_literal: dict[bytes, list[Written]] = {}
    for word in (*pool.others, *texts):
        if wanted(word.text).slot in ("", "office"):
            for literal in words.folded(word.text):
                by_literal.setdefault(literal, []).append(word)
    order = {id(word): number for number, word in enumerate((*pool.others, *texts))}
    for word in texts:
        literals = words.folded(word.text)
        if not literals or any(literal.isspace() for literal in literals):
            continue
        same = [w for w in by_literal.get(min(literals), ()) if w is not word
                and literals <= words.folded(w.text)]  # fmt: skip
        earlier = [
            w for w in same if literals < words.folded(w.text) or order[id(w)] < order[id(word)]
        ]
        if earlier:
            found = say.COVERED(word=word.text, other=earlier[0].text, place=_place(earlier[0]))
            yield word.finding(Severity.WARNING, Kind.DOUBLE, found, say.EACH_WORD_ONCE())
            continue
        shorter = _shadow(words, word, literals, by_literal)
        if shorter:
            found = say.NEVER_WITHOUT(word=word.text, other=shorter.text, place=_place(shorter))
            yield word.finding(Severity.WARNING, Kind.SHADOWED, found, say.SHORTER_ALONE())


def _shadow(
    words: Words,
    word: Written,
    literals: frozenset[bytes],
    by_literal: Mapping[bytes, list[Written]],
) -> Written | None:
    """A word that hits wherever this one hits, whatever its form."""
    candidates: list[set[int]] = []
    at: dict[int, Written] = {}
    for literal in literals:
        inside = [w for part in _parts(literal) for w in by_literal.get(part, ()) if w is not word]
        at |= {id(w): w for w in inside}
        candidates.append({id(w) for w in inside})
    always = set.intersection(*candidates) if candidates else set()
    sure = (at[one] for one in sorted(always, key=lambda one: at[one].text))
    return next((w for w in sure if _confirmed(words, word, w)), None)


def _parts(literal: bytes) -> Iterator[bytes]:
    """The shorter rows of words inside a literal."""
    tokens = literal.split()
    for start in range(len(tokens)):
        for end in range(start + 1, len(tokens) + 1):
            if end - start < len(tokens):
                yield b" " + b" ".join(tokens[start:end]) + b" "


def _confirmed(words: Words, word: Written, shorter: Written) -> bool:
    """Whether the shorter word is really found there: a short one must show its double letters."""
    forms = set(words.forms(shorter.text))
    return any(find.use.surface.text in forms for find in words.finds(words.forms(word.text)[0]))


def _short(pool: Pool) -> Iterator[Finding]:
    for word in pool.own:
        text = word.text.rstrip("~")
        if pool.signals and text.isalpha() and text.isascii() and len(text) < SHORTEST:
            found = say.FEW_LETTERS(word=word.text, count=len(text))
            expected = say.MORE_LETTERS(count=SHORTEST)
            yield word.finding(Severity.WARNING, Kind.SHORT, found, expected)


def _collisions(words: Words, pool: Pool, texts: Sequence[Written]) -> Iterator[Finding]:
    """Words that are read as others which mean something else: a signal as what lowers it, or as
    what points to a contestant.
    """
    for word in texts:
        form = words.forms(word.text)[0]
        finds = words.finds(form, in_tag=pool.in_tags)
        own = {(f.start, f.end) for f in finds if f.use.surface.text == form}
        others = [
            find
            for find in finds
            if (find.start, find.end) in own
            and _role(find) != ("signal" if pool.signals else "lowering")
            and _letters(find.use.surface.text) != _letters(form)
            and not words.spelled(find.use.surface.text, form)
        ]
        if others:
            other = others[0].use
            found = say.READ_AS(word=form, other=other.surface.text, name=other.name)
            yield word.finding(Severity.WARNING, Kind.COLLISION, found, say.APART())


def _role(find: Find) -> str:
    if find.groups:
        return "signal"
    return "target" if find.use.points else "lowering"


def _common(words: Words, every: Iterable[Pool]) -> Iterator[Finding]:
    """Words of rules that the commonest Indonesian words are read as."""
    at = {form: word for pool in every for word in pool.own for form in words.forms(word.text)}
    for text in COMMON:
        for find in words.finds(text):
            other = find.use.surface.text
            word = at.get(other)
            same = _letters(other) == text or words.spelled(other, text)
            if word and not same and (find.groups or find.use.context):
                found = say.COMMON_WORD(word=other, common=text)
                yield word.finding(Severity.WARNING, Kind.COLLISION, found, say.SPELLED_APART())


def _letters(text: str) -> str:
    return "".join(c for c in plain(text) if c.isalnum() or not c.isascii())


def _place(word: Written) -> Told:
    return say.LINE_OF(owner=word.owner, line=word.line) if word.line else word.owner
