"""One candidate row in, its matches out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from patroli.match.contexts import doubt, lowering_contexts
from patroli.match.explain import heaviest, lowered_sentences, reasons, spans
from patroli.match.program import ANYWHERE, Program, RulePlan
from patroli.match.scene import Scene
from patroli.match.score import lowered_tier, score
from patroli.match.solve import Solution
from patroli.match.view import Row, View
from patroli.model import Contest, Match, digest
from patroli.rules import Rule, RuleSet


class Judge:
    """Judges rows by the rules of one set. What it remembers changes no result."""

    def __init__(self, rule_set: RuleSet, program: Program) -> None:
        self._rule_set = rule_set
        self._program = program
        self._usual_days = tuple(map(usual_day, program.contests))
        self._in_force: dict[tuple[str, date], tuple[str, ...]] = {}

    def judge(
        self,
        row: Row,
        scene: Scene,
        parent: Callable[[], Scene],
        rules: Sequence[int],
        forced: str | None,
    ) -> list[Match]:
        """All matches of a row by rules that speak of its roles: by contest, rule, contestant."""
        found: list[Match] = []
        for index, contest in enumerate(self._program.contests):
            day = row.day or self._usual_days[index]
            if contest.id != forced if forced else not contest.covers(row.region, day):
                continue
            stage = contest.stage_on(day)
            view = View(self._program, index, day, row, scene, parent)
            for rule in rules:
                plan = self._program.rules[rule]
                if _may(plan, row, contest, stage):
                    found += self._of_rule(plan, view, stage)
        return found

    def _of_rule(self, plan: RulePlan, view: View, stage: str) -> list[Match]:
        found: list[Match] = []
        for who in sorted(view.hinted(plan)) if plan.pointing else ():
            solution = view.solution(plan, who)
            if solution:
                found.append(self._match(plan, view, who, solution, stage))
        if not found:
            solution = view.solution(plan, ANYWHERE)
            if solution:
                found.append(self._match(plan, view, ANYWHERE, solution, stage))
        return found

    def _match(self, plan: RulePlan, view: View, who: int, solution: Solution, stage: str) -> Match:
        rule, contest, row, around = plan.rule, view.contest, view.row, view.around
        own = [f for f in solution.finds if f in view.own]
        lowered = lowering_contexts(plan, own, around)
        unsure = doubt(solution.finds, rule.tier, around)
        tier = lowered_tier(rule.tier, lowered, unsure=bool(unsure))
        contestant = contest.contestants[who].id if who != ANYWHERE else ""
        asked = rule.find.weighed
        heavy = heaviest(solution.weighed) if asked and asked.at_least > 0 else []
        marks = spans([*own, *heavy], lowered)
        ident = digest(
            row.version, row.post_id, self._rule_set.hash, rule.id, contest.id, contestant,
            *[f"{s.start}-{s.end}-{s.what}-{s.name}" for s in marks],
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
            score=score(tier, solution.gap, rule.find.within, len(lowered) + bool(unsure)),
            spans=marks,
            reasons=reasons(plan, view.scene, contest, who, solution, own, row.parent_role),
            lowered_by=lowered_sentences(lowered, self._rule_set.lexicon, view.scene, unsure),
            basis=self._basis(rule, view.day),
            stage=stage,
            local_day=view.day,
        )

    def _basis(self, rule: Rule, day: date) -> tuple[str, ...]:
        """Ids of a rule's legal bases in force on a day."""
        known = self._in_force.get((rule.id, day))
        if known is None:
            law = [basis for basis in self._rule_set.law if basis.id in rule.basis]
            known = tuple(basis.id for basis in law if basis.in_force(day))
            self._in_force[rule.id, day] = known
        return known


def _may(plan: RulePlan, row: Row, contest: Contest, stage: str) -> bool:
    """Whether a rule speaks of this stage and region at all."""
    rule = plan.rule
    return (not rule.stages or stage in rule.stages) and (
        not rule.regions or (row.region or contest.region).startswith(rule.regions)
    )


def usual_day(contest: Contest) -> date:
    """The day a post without any date is held against: the first of the campaign."""
    campaign = (s.first for s in contest.stages if s.name in ("kampanye", "campaign"))
    drawn = (c.number_from for c in contest.contestants if c.number_from)
    return next(campaign, max(drawn, default=contest.last))
