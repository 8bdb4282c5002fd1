"""One candidate row in, its matches out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import itemgetter

from patroli.match.contexts import Around, holds, is_weak, negation_of
from patroli.match.explain import lowered_sentences, reasons, spans
from patroli.match.program import ANYWHERE, GroupPlan, Program, RulePlan
from patroli.match.scene import Find, Scene
from patroli.match.score import lowered_tier, score
from patroli.match.solve import Solution, solve
from patroli.model import Contest, Match, digest
from patroli.rules import RuleSet
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


class Judge:
    """Judges rows by the rules of one set."""

    def __init__(self, rule_set: RuleSet, program: Program) -> None:
        self._rule_set = rule_set
        self._program = program

    def judge(
        self,
        row: Row,
        scene: Scene,
        parent: Callable[[], Scene],
        rules: Sequence[int],
        forced: str | None,
    ) -> list[Match]:
        """All matches of a row: ordered by contest, rule and contestant."""
        found: list[Match] = []
        for index, contest in enumerate(self._program.contests):
            day = row.day or usual_day(contest)
            if contest.id != forced if forced else not contest.covers(row.region, day):
                continue
            view = _View(self._program, index, contest, day, row, scene, parent)
            for rule in rules:
                plan = self._program.rules[rule]
                if _may(plan, row, contest, day):
                    found += self._of_rule(plan, view)
        return found

    def _of_rule(self, plan: RulePlan, view: _View) -> list[Match]:
        found: list[Match] = []
        for who in sorted(view.hinted(plan)) if plan.pointing else ():
            solution = view.solution(plan, who)
            if solution:
                found.append(self._match(plan, view, who, solution))
        if not found:
            solution = view.solution(plan, ANYWHERE)
            if solution:
                found.append(self._match(plan, view, ANYWHERE, solution))
        return found

    def _match(self, plan: RulePlan, view: _View, who: int, solution: Solution) -> Match:
        rule, contest, row = plan.rule, view.contest, view.row
        around = view.around(plan)
        own = [f for f in solution.finds if f in view.own]
        lowered = [low for low in (holds(w, own, around) for w in rule.lowered_by) if low]
        weak = is_weak(solution.finds, around)
        tier = lowered_tier(rule.tier, lowered, weak=weak)
        contestant = contest.contestants[who].id if who != ANYWHERE else ""
        marks = spans(own, lowered)
        ident = digest(
            row.version, row.post_id, self._rule_set.hash, rule.id, contest.id, contestant,
            *(f"{s.start}-{s.end}-{s.what}-{s.name}" for s in marks),
            *((row.parent_role, row.parent_text) if row.parent_role or row.parent_text else ()),
        )  # fmt: skip
        return Match(
            id=ident,
            post_id=row.post_id,
            version=row.version,
            rule_set=self._rule_set.hash,
            rule_id=rule.id,
            form=rule.form,
            contest_id=contest.id,
            contestant_id=contestant,
            tier=tier,
            score=score(tier, solution.gap, rule.find.within, len(lowered) + weak),
            spans=marks,
            reasons=reasons(plan, view.scene, contest, who, solution, own, row.parent_role),
            lowered_by=lowered_sentences(lowered, self._rule_set.lexicon, view.scene, weak=weak),
            basis=tuple(
                b.id for b in self._rule_set.law if b.id in rule.basis and b.in_force(view.day)
            ),
            stage=contest.stage_on(view.day),
            local_day=view.day,
        )


class _View:
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
        self._targets = tuple(f for f in finds if f.use.points and not f.groups)
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
                frozenset(f.use.contestant for f in self._targets),
                frozenset(numbers),
                len(self.contest.contestants),
                self.row.author_role,
                self._program.lexicon,
            )
        return replace(self._around, groups=frozenset(g.number for g in plan.groups))

    def hinted(self, plan: RulePlan) -> set[int]:
        """Contestants that the post points to, or the post it answers if the rule looks there."""
        found = set(self.own)
        if any(group.on == "parent" for group in plan.groups):
            found |= {f for f in self._parent().finds if self._counts(f)}
        return {f.use.contestant for f in found if f.use.points}

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
        return any(_within(find, t) or _borrows(find, t) for t in self._targets)


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


def _within(find: Find, target: Find) -> bool:
    longer = target.last_word - target.first_word > find.last_word - find.first_word
    return longer and target.first_word <= find.first_word and find.last_word <= target.last_word


def _borrows(find: Find, target: Find) -> bool:
    """Whether a find takes some words of a proper name, and not all of it."""
    return (
        target.use.slot in PROPER
        and not find.use.points
        and find.first_word <= target.last_word
        and target.first_word <= find.last_word
        and not (find.first_word <= target.first_word and target.last_word <= find.last_word)
    )


def _pointing_first(finds: Sequence[Find], who: int) -> Find:
    """A find of the contestant who is asked about, or else the first."""
    return next((f for f in finds if f.use.contestant == who), finds[0])


def _names(target: Find, group: GroupPlan, who: int) -> bool:
    """Whether a target serves a group by its slot."""
    if target.use.contestant == who:
        return target.use.slot in group.slots
    return group.others and target.use.slot in ANY and who != ANYWHERE


def _may(plan: RulePlan, row: Row, contest: Contest, day: date) -> bool:
    """Whether a rule speaks of this account, stage, region and parent at all."""
    rule = plan.rule
    return (
        (not rule.where.role or row.author_role in rule.where.role)
        and (not rule.where.parent or row.parent_role in rule.where.parent)
        and (not rule.stages or contest.stage_on(day) in rule.stages)
        and (not rule.regions or (row.region or contest.region).startswith(rule.regions))
    )


def usual_day(contest: Contest) -> date:
    """The day a post without any date is held against: the first of the campaign."""
    campaign = (s.first for s in contest.stages if s.name in ("kampanye", "campaign"))
    drawn = (c.number_from for c in contest.contestants if c.number_from)
    return next(campaign, max(drawn, default=contest.last))
