"""One row as one contest sees it in, the best way a rule holds there out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from patroli.match.around import Above, Around, shown_by_shape
from patroli.match.negation import negation_of
from patroli.match.program import ANYWHERE, GroupPlan, Program, RulePlan
from patroli.match.scene import Find, Scene
from patroli.match.solve import Solution, solve
from patroli.match.weighing import Sum, weigh
from patroli.rules.model import Weighed
from patroli.rules.targets import ANY

PROPER = frozenset({"name", "party", "slogan", "team"})
"""Kinds of target that are names of several words."""


Hits = dict[int, list[Find]]
"""For each group of a rule the finds that serve it."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of one version of a post besides what was found in it."""

    post_id: str
    version: str
    text: str
    parent_text: str
    parent_role: str
    author_role: str
    region: str
    """Empty where it is not known: the post is then held against the contest's own region."""
    day: date | None


class View:
    """A row as one contest sees it."""

    def __init__(
        self,
        program: Program,
        index: int,
        day: date,
        row: Row,
        scene: Scene,
        parent: Callable[[], Scene],
    ) -> None:
        self.contest = program.contests[index]
        self.day, self.row, self.scene = day, row, scene
        self._index, self._program, self._parent = index, program, parent
        self._region = row.region or self.contest.region
        finds = [f for f in scene.finds if self._counts(f)]
        self.own = frozenset(finds)
        self._hinted = frozenset([f.use.contestant for f in finds if f.use.points])
        self._targets = tuple([f for f in finds if f.use.points and not f.groups])
        self._taken = {(t.first_word, t.last_word, t.use.slot in PROPER) for t in self._targets}
        self._finds = [f for f in finds if not self._inside_target(f)] if self._taken else finds
        self._serving = _Serving(self._finds)
        self._sums: dict[str, Sum] = {}

    @cached_property
    def around(self) -> Around:
        """What contexts look at."""
        contexts: dict[str, list[Find]] = {}
        for find in self._finds:
            if find.use.context:
                contexts.setdefault(find.use.context, []).append(find)
        return Around(
            self.scene,
            {name: tuple(found) for name, found in contexts.items()},
            tuple([f for f in self._finds if f.groups]),
            self._targets,
            self._program.ballot_numbers[self._index],
            len(self.contest.contestants),
            self.row.author_role,
            self.row.parent_role,
            self._answered,
            self._program.lexicon,
            shown_by_shape(self.scene.text).union(contexts, self._above_too()),
        )

    def _above_too(self) -> frozenset[str]:
        """The lists that are looked for in the post that this one answers."""
        return self._program.above_too if self.row.parent_text else frozenset()

    def _answered(self) -> Above:
        finds = self._above.all
        contexts = {f.use.context: f for f in reversed(finds) if f.use.context}
        targets = tuple([f for f in finds if f.use.points and not f.groups])
        return Above(self._parent(), contexts, targets)

    def hinted(self, plan: RulePlan) -> frozenset[int]:
        """Contestants that the post points to, or the post it answers if the rule looks there."""
        if not plan.looks_above:
            return self._hinted
        return self._hinted.union([f.use.contestant for f in self._above.all if f.use.points])

    def solution(self, plan: RulePlan, who: int) -> Solution | None:
        """The best way a rule holds for a contestant: without negation if any way is without."""
        hits: Hits = {}
        for group in plan.groups:
            hits[group.number] = found = self._hits(group, who)
            if not found and group.part == "all":
                return None
        asked = plan.rule.find.weighed
        weighed = self._weighed(asked) if asked else None
        if asked and weighed and weighed.total < asked.at_least:
            return None
        for option in self._tries(plan, hits):
            solution = self._solved(plan, option, who)
            if solution:
                return replace(solution, weighed=weighed) if weighed else solution
        return None

    def _weighed(self, asked: Weighed) -> Sum:
        if asked.by not in self._sums:
            words = self.around.contexts.get(asked.by, ())
            self._sums[asked.by] = weigh(
                self._program.weights[asked.by], words, self._targets, self.scene.text
            )
        return self._sums[asked.by]

    def _tries(self, plan: RulePlan, hits: Hits) -> Iterator[Hits]:
        """The hits to try, the best first: none that is negated, none that is weak, then all."""
        tries = [hits]
        if any(find.weak for found in hits.values() for find in found):
            tries = [{n: [f for f in found if not f.weak] for n, found in hits.items()}, hits]
        if plan.negates and "negation" in self.around.contexts:
            for option in tries:
                yield self._unnegated(option, plan)
        yield from tries

    def _solved(self, plan: RulePlan, hits: Hits, who: int) -> Solution | None:
        conditions, here = plan.rule.find, plan.here
        above: list[Find] = []
        answered = 0
        if plan.looks_above:
            apart = [hits[number] for number in plan.above.every]
            if not all(apart) or any(hits[number] for number in plan.above.none):
                return None
            some = [hits[number] for number in plan.above.some if hits[number]]
            above = [_pointing_first(found, who) for found in (*apart, *some)]
            answered = len(some)
        if here.none:
            allowed = self._allowed(plan, hits)
            if allowed is None:
                return None
            hits = allowed
        pointed = who == ANYWHERE or any(f.use.contestant == who for f in above)
        wants_some = here.some or plan.above.some
        solution = solve(
            self.scene,
            [hits[number] for number in here.every],
            [hits[number] for number in here.some],
            max(conditions.at_least - answered, 0) if wants_some else 0,
            conditions,
            None if pointed else who,
        )
        if solution is None or not above:
            return solution
        return Solution((*solution.finds, *above), solution.gap)

    def _allowed(self, plan: RulePlan, hits: Hits) -> Hits | None:
        """The hits that no group under `none` stands by; None where one refuses the whole post."""
        conditions, scene = plan.rule.find, self.scene
        refusing = [find for number in plan.here.none for find in hits[number]]
        if not refusing:
            return hits
        if conditions.within is None and conditions.same == "post":
            return None

        def stands_by(find: Find) -> bool:
            if conditions.within is not None:
                return any(scene.between(r, find) <= conditions.within for r in refusing)
            return any(scene.sentence(r.start) == scene.sentence(find.start) for r in refusing)

        return {
            number: [f for f in found if f not in self.own or not stands_by(f)]
            for number, found in hits.items()
        }

    def _unnegated(self, hits: Hits, plan: RulePlan) -> Hits:
        return {
            number: [
                f
                for f in found
                if f not in self.own or negation_of(f, self.around, plan.numbers) is None
            ]
            for number, found in hits.items()
        }

    def _hits(self, group: GroupPlan, who: int) -> list[Find]:
        serving = self._above if group.on == "parent" else self._serving
        found = serving.finds(group, who)
        return [f for f in found if f.in_tag] if group.on == "tags" else found

    @cached_property
    def _above(self) -> _Serving:
        return _Serving([f for f in self._parent().finds if self._counts(f)])

    def _counts(self, find: Find) -> bool:
        use = find.use
        return (
            use.contest in (ANYWHERE, self._index)
            and self._region.startswith(use.region)
            and (use.since is None or use.since <= self.day)
        )

    def _inside_target(self, find: Find) -> bool:
        """A word inside a name, a slogan or a team is part of it, and no signal of its own.

        So is a first name inside a full name or the name of a team. A phrase that only shares words
        with a name (`rakyat bersama` after the party Lumbung Rakyat) is none either: it would hold
        for the contestant whose name has that word and for nobody else.
        """
        if (find.use.points and find.use.slot != "firstname") or (
            find.in_tag and not find.use.points
        ):
            return False
        first, last = find.first_word, find.last_word
        for begin, end, proper in self._taken:
            inside = begin <= first and last <= end
            if inside and end - begin > last - first:
                return True
            covers = first <= begin and end <= last
            apart = end < first or last < begin
            if proper and not (inside or covers or apart or find.use.points):
                return True
        return False


class _Serving:
    """Finds by what they can serve."""

    def __init__(self, finds: Sequence[Find]) -> None:
        self.all = finds
        self._of_group: dict[int, list[Find]] = {}
        for find in finds:
            for group in find.groups:
                self._of_group.setdefault(group, []).append(find)

    def finds(self, group: GroupPlan, who: int) -> list[Find]:
        """The finds that serve a group for a contestant, in order."""
        number = group.number
        if not (group.slots or group.others):
            asked = self._of_group.get(number, ())
            return [f for f in asked if f.use.contestant in (ANYWHERE, who)]
        return [
            find
            for find in self.all
            if (
                find.use.contestant in (ANYWHERE, who)
                if number in find.groups
                else find.use.points and not find.groups and _names(find, group, who)
            )
        ]


def _pointing_first(finds: Sequence[Find], who: int) -> Find:
    """A find of the contestant who is asked about, or else the first."""
    return next((f for f in finds if f.use.contestant == who), finds[0])


def _names(target: Find, group: GroupPlan, who: int) -> bool:
    """Whether a target serves a group by its slot."""
    if target.use.contestant == who:
        return target.use.slot in group.slots
    return group.others and target.use.slot in ANY and who != ANYWHERE
