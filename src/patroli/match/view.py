"""One row as one contest sees it in, the best way a rule holds there out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import itemgetter

from patroli.match.around import Above, Around
from patroli.match.negation import negation_of
from patroli.match.program import ANYWHERE, GroupPlan, Program, RulePlan
from patroli.match.scene import Find, Scene
from patroli.match.solve import Solution, solve
from patroli.model import Contest
from patroli.rules.targets import ANY

PROPER = frozenset({"name", "party", "slogan", "team"})
"""Kinds of target that are names of several words."""


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
        contest: Contest,
        day: date,
        row: Row,
        scene: Scene,
        parent: Callable[[], Scene],
    ) -> None:
        self.contest, self.day, self.row, self.scene = contest, day, row, scene
        self._index, self._program, self._parent = index, program, parent
        self._region = row.region or contest.region
        finds = tuple(f for f in scene.finds if self._counts(f))
        self.own = frozenset(finds)
        self._hinted = frozenset(f.use.contestant for f in finds if f.use.points)
        self._targets = tuple(f for f in finds if f.use.points and not f.groups)
        self._taken = {(t.first_word, t.last_word, t.use.slot in PROPER) for t in self._targets}
        self._finds = tuple(f for f in finds if not self._inside_target(f))
        self._serving = _Serving(self._finds)
        self._around: Around | None = None

    def around(self, plan: RulePlan) -> Around:
        """What contexts look at for one rule; made when the first is asked."""
        if self._around is None:
            contexts: dict[str, list[Find]] = {}
            for find in self._finds:
                if find.use.context:
                    contexts.setdefault(find.use.context, []).append(find)
            numbers = {c.number for c in self.contest.contestants if c.number is not None}
            self._around = Around(
                self.scene,
                {name: tuple(found) for name, found in contexts.items()},
                tuple(f for f in self._finds if f.groups),
                frozenset(),
                self._targets,
                frozenset(numbers),
                len(self.contest.contestants),
                self.row.author_role,
                self.row.parent_role,
                self._above,
                self._program.lexicon,
            )
        return replace(self._around, groups=frozenset(g.number for g in plan.groups))

    def _above(self) -> Above:
        scene = self._parent()
        finds = [find for find in scene.finds if self._counts(find)]
        contexts = {f.use.context: f for f in reversed(finds) if f.use.context}
        return Above(scene, contexts, tuple(f for f in finds if f.use.points and not f.groups))

    def hinted(self, plan: RulePlan) -> frozenset[int]:
        """Contestants that the post points to, or the post it answers if the rule looks there."""
        if not plan.looks_above:
            return self._hinted
        above = (f for f in self._parent().finds if f.use.points and self._counts(f))
        return self._hinted.union(f.use.contestant for f in above)

    def solution(self, plan: RulePlan, who: int) -> Solution | None:
        """The best way a rule holds for a contestant: without negation if any way is without."""
        hits: dict[int, list[Find]] = {}
        for group in plan.groups:
            hits[group.number] = found = self._hits(group, who)
            if not found and group.part == "all":
                return None
        negates = any(low.context == "negation" for low in plan.rule.lowered_by)
        tries = [hits]
        if any(find.weak for found in hits.values() for find in found):
            tries = [{n: [f for f in found if not f.weak] for n, found in hits.items()}, hits]
        if negates:
            around = self.around(plan)
            tries = [self._unnegated(option, around) for option in tries] + tries
        for option in tries:
            solution = self._solved(plan, option, who)
            if solution:
                return solution
        return None

    def _solved(self, plan: RulePlan, hits: dict[int, list[Find]], who: int) -> Solution | None:
        conditions = plan.rule.find
        apart = [hits[g.number] for g in plan.part("all") if g.on == "parent"]
        if any(not found for found in apart):
            return None
        allowed = self._allowed(plan, hits)
        if allowed is None:
            return None
        some = plan.part("any")
        answered = [hits[g.number] for g in some if g.on == "parent" and hits[g.number]]
        above = [_pointing_first(found, who) for found in (*apart, *answered)]
        pointed = who == ANYWHERE or any(f.use.contestant == who for f in above)
        solution = solve(
            self.scene,
            [allowed[g.number] for g in plan.part("all") if g.on != "parent"],
            [allowed[g.number] for g in some if g.on != "parent"],
            max(conditions.at_least - len(answered), 0) if some else 0,
            conditions,
            None if pointed else who,
        )
        return Solution((*solution.finds, *above), solution.gap) if solution else None

    def _allowed(self, plan: RulePlan, hits: dict[int, list[Find]]) -> dict[int, list[Find]] | None:
        """The hits that no group under `none` stands by; None where one refuses the whole post."""
        conditions, scene = plan.rule.find, self.scene
        refusing = [f for g in plan.part("none") if g.on != "parent" for f in hits[g.number]]
        if any(g.on == "parent" and hits[g.number] for g in plan.part("none")):
            return None
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

    def _unnegated(self, hits: dict[int, list[Find]], around: Around) -> dict[int, list[Find]]:
        return {
            number: [f for f in found if f not in self.own or negation_of(f, around) is None]
            for number, found in hits.items()
        }

    def _hits(self, group: GroupPlan, who: int) -> list[Find]:
        serving = self._serving
        if group.on == "parent":
            serving = _Serving([f for f in self._parent().finds if self._counts(f)])
        found = serving.finds(group, who)
        return [f for f in found if f.in_tag] if group.on == "tags" else found

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

    def __init__(self, finds: Iterable[Find]) -> None:
        self._of_group: dict[int, list[tuple[int, Find]]] = {}
        self._pointing: list[tuple[int, Find]] = []
        for place, find in enumerate(finds):
            for group in find.groups:
                self._of_group.setdefault(group, []).append((place, find))
            if find.use.points:
                self._pointing.append((place, find))

    def finds(self, group: GroupPlan, who: int) -> list[Find]:
        """The finds that serve a group for a contestant, in order."""
        asked = self._of_group.get(group.number, ())
        found = [(n, f) for n, f in asked if f.use.contestant in (ANYWHERE, who)]
        if group.slots or group.others:
            found += [(n, f) for n, f in self._pointing if not f.groups and _names(f, group, who)]
            found.sort(key=itemgetter(0))
        return [find for _, find in found]


def _pointing_first(finds: Sequence[Find], who: int) -> Find:
    """A find of the contestant who is asked about, or else the first."""
    return next((f for f in finds if f.use.contestant == who), finds[0])


def _names(target: Find, group: GroupPlan, who: int) -> bool:
    """Whether a target serves a group by its slot."""
    if target.use.contestant == who:
        return target.use.slot in group.slots
    return group.others and target.use.slot in ANY and who != ANYWHERE
