"""A compiled rule set: texts in, matches out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial

from patroli.match.asked import Asked, Readings, asked_above, asked_by
from patroli.match.found import Hit
from patroli.match.judge import Judge
from patroli.match.program import Program, plan
from patroli.match.scan import Scanner
from patroli.match.scene import Scene
from patroli.match.shelf import NOTHING, Shelf
from patroli.match.texts import BATCH_ROWS, Texts
from patroli.match.view import Row
from patroli.model import Match
from patroli.rules import RuleSet

MOST_ASKED = 1_000
"""Sets of rules for which it is remembered what they look at."""


class Matcher:
    """Judges texts by one rule set: the same texts give the same matches in any batches."""

    def __init__(
        self, rule_set: RuleSet, program: Program, scanner: Scanner, shelf: Shelf = NOTHING
    ) -> None:
        self.rule_set = rule_set
        self.program = program
        self.shelf = shelf
        """Where another process finds what this one compiled."""
        self._scanner = scanner
        self._readings = Readings(program.phrases)
        self._asked: dict[tuple[int, ...], Asked] = {}
        self._asked_above = asked_above(program, self._readings)

    @property
    def patterns(self) -> int:
        """How many literals the rules became."""
        return len(self.program.literals)

    @property
    def engine(self) -> str:
        """The name of the engine it was compiled for."""
        return self._scanner.engine

    @property
    def literals(self) -> tuple[bytes, ...]:
        """The literals, as they are searched for."""
        return self.program.literals

    def warm(self) -> Matcher:
        """Compile now what is else compiled when the first large batch comes."""
        self._scanner.warm()
        return self

    @cached_property
    def _judge(self) -> Judge:
        return Judge(self.rule_set, self.program)

    def scene(self, text: str) -> Scene:
        """One text with all that was found in it, whether any rule holds or not."""
        asked = asked_by(self.program.rules, self._readings)
        (hits,) = self._scanner.of_texts([text], asked)
        return self._scene(text, hits, asked)

    def match(self, texts: Texts, batch_rows: int = BATCH_ROWS) -> list[Match]:
        """All matches, by row, then contest, rule and contestant. Never raises on a text."""
        return [match for _, found in self.match_rows(texts, batch_rows) for match in found]

    def match_rows(
        self, texts: Texts, batch_rows: int = BATCH_ROWS, only: Sequence[str] | None = None
    ) -> list[tuple[int, list[Match]]]:
        """Row numbers and matches of the rows that have any.

        `only` names for each row the one rule that is asked there.
        """
        found: list[tuple[int, list[Match]]] = []
        for candidates in self._scanner.candidates(texts, batch_rows):
            known = texts.picked(candidates.rows)
            answered = self._answered(known)
            rows = _rows(known)
            for number, row in enumerate(candidates.rows):
                rules = candidates.rules[number]
                if only is not None:
                    rules = self._named(only[row], rules)
                if rules:
                    asked = self._asked_by(rules)
                    hits = candidates.hits(number, asked)
                    matches = self._of(rows[number], hits, asked, rules, texts, answered)
                    if matches:
                        found.append((row, matches))
        return found

    def _answered(self, texts: Texts) -> Callable[[str], Scene]:
        """The scenes of what some rows answer: when one is asked for, all are made together."""
        scenes: dict[str, Scene] = {}

        def scene(text: str) -> Scene:
            if not scenes:
                said = list(dict.fromkeys(map(texts.parent_of, range(len(texts)))))
                found = self._scanner.of_texts(said, self._asked_above)
                for parent, hits in zip(said, found, strict=True):
                    scenes[parent] = self._scene(parent, hits, self._asked_above)
            return scenes[text]

        return scene

    def _asked_by(self, rules: tuple[int, ...]) -> Asked:
        known = self._asked.get(rules)
        if known is None:
            if len(self._asked) >= MOST_ASKED:
                self._asked.clear()
            plans = [self.program.rules[rule] for rule in rules]
            known = self._asked[rules] = asked_by(plans, self._readings)
        return known

    def _scene(self, text: str, hits: Iterable[Hit], asked: Asked) -> Scene:
        return Scene(text, hits, asked, self.program.splitter.knows)

    def _of(
        self,
        row: Row,
        hits: Iterable[Hit],
        asked: Asked,
        rules: Sequence[int],
        texts: Texts,
        answered: Callable[[str], Scene],
    ) -> list[Match]:
        scene = self._scene(row.text, hits, asked)
        parent = partial(answered, row.parent_text)
        return self._judge.judge(row, scene, parent, rules, texts.contest)

    def _named(self, rule: str, rules: Sequence[int]) -> tuple[int, ...]:
        return tuple(number for number in rules if self.program.rules[number].rule.id == rule)


def _rows(texts: Texts) -> list[Row]:
    """What is known of each row, for columns as Python has them."""
    numbers = range(len(texts))
    return list(
        map(
            Row,
            (str(texts.value("post_id", number)) for number in numbers),
            texts.said("version"),
            map(texts.text_of, numbers),
            map(texts.parent_of, numbers),
            texts.said("parent_role"),
            texts.said("author_role"),
            texts.said("region"),
            map(texts.local_day, numbers),
        )
    )


def compile_rules(
    rule_set: RuleSet, engine: str = "auto", shelf: Shelf = NOTHING, loops: bool | None = None
) -> Matcher:
    """Expand and compile a rule set for `hyperscan`, `ahocorasick`, or `auto` for the faster.

    With `loops` numba's loops fold from the first row on, with False they never do; else where
    numba is installed and the rows are so many that it is worth while. They change no match.
    What lies on the shelf from an earlier time is not compiled again. Raises ValueError for another
    engine, ImportError for one that is not installed, BrokenConfig for too many spellings.
    """
    program = plan(rule_set, shelf)
    return Matcher(rule_set, program, Scanner(program, engine, shelf, loops), shelf)
