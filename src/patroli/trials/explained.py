"""A text in, what matches in it, what lowers that and what nearly matched out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from patroli.config.words import WordList
from patroli.match import Matcher, Texts, compile_rules
from patroli.match.explain import ROLE_WORDS, SLOT_WORDS
from patroli.match.judge import usual_day
from patroli.model import Contest, Match
from patroli.rules import Rule, RuleSet
from patroli.rules.model import Group
from patroli.rules.words import wanted
from patroli.trials.bench import running
from patroli.trials.families import Sample
from patroli.trials.loosened import Demand, Loosened, loosened
from patroli.trials.passed import PassedOver, passed_over

_WORD = re.compile(r"\w+")
_LEAST = re.compile(r"sekurangnya −?\d+")
_LIMIT = re.compile(r"\(timbangan (−?[\d.]+), batas −?[\d.]+\)")
_SLOT = re.compile(r"\{(\w+)\}")
_SLOTS = {
    **SLOT_WORDS, "any": "peserta dengan sebutan apa pun", "other": "peserta lain",
    "office": "jabatan yang diperebutkan",
}  # fmt: skip
_EXAMPLES = 4
"""Words of a missing group that are named."""


@dataclass(frozen=True, slots=True)
class Nearly:
    """A rule that would have matched with one demand less."""

    rule: Rule
    demand: Demand
    why: str
    """Indonesian."""
    missing: str
    """How the group is called that did not hit; empty for other demands."""
    match: Match
    """What it would have been."""


@dataclass(frozen=True, slots=True)
class Explained:
    """All that can be said about one text in one contest on one day."""

    contest: Contest
    day: date
    stage: str
    matches: tuple[Match, ...]
    nearly: tuple[Nearly, ...]
    passed_over: tuple[PassedOver, ...]


def explain(
    rule_set: RuleSet,
    sample: Sample,
    contest: Contest,
    *,
    day: date | None = None,
    region: str = "",
    rules: Iterable[str] = (),
) -> Explained:
    """Match a text and say what nearly matched; with `rules` only those, drafts too."""
    asked = frozenset(rules)
    on = day or usual_day(contest)
    tried = running(rule_set, asked)
    matcher = compile_rules(tried)
    texts = _texts(sample, contest, on, region or contest.region)
    found = [m for m in matcher.match(texts) if not asked or m.rule_id in asked]
    matched = {match.rule_id for match in found}
    rest = frozenset(
        r.id for r in tried.rules if r.id not in matched and (not asked or r.id in asked)
    )
    loose, made = loosened(tried, rest)
    nearly: dict[str, Nearly] = {}
    circumstances = _Circumstances(sample, contest, on, region or contest.region, matcher)
    order = [demand for demand in Demand if sample.parent_role or demand is not Demand.PARENT]
    order += [Demand.PARENT]
    for match in compile_rules(loose).match(texts) if made else ():
        what = made[match.rule_id]
        known = nearly.get(what.rule.id)
        if known is None or order.index(what.without) < order.index(known.demand):
            nearly[what.rule.id] = circumstances.nearly(what, match)
    by_nearness = sorted(nearly.values(), key=lambda n: (order.index(n.demand), -_signals(n.match)))
    stage = contest.stage_on(on)
    passed = passed_over(matcher, sample.text, contest)
    return Explained(contest, on, stage, tuple(_ordered(found)), tuple(by_nearness), passed)


def _texts(sample: Sample, contest: Contest, day: date, region: str) -> Texts:
    return Texts(
        post_id=[sample.source],
        text=[sample.text],
        parent_text=[sample.parent],
        parent_role=[sample.parent_role],
        author_role=[sample.role],
        region=[region],
        zone=[contest.zone],
        contest=contest.id,
        day=day,
    )


def _ordered(matches: Sequence[Match]) -> list[Match]:
    return sorted(matches, key=lambda m: (-m.tier.rank, -m.score, m.rule_id, m.contestant_id))


def _signals(match: Match) -> int:
    return len({span.start for span in match.spans if span.what == "signal"})


@dataclass(frozen=True, slots=True)
class _Circumstances:
    """What a rule may have stumbled over besides the words."""

    sample: Sample
    contest: Contest
    day: date
    region: str
    matcher: Matcher

    def nearly(self, what: Loosened, match: Match) -> Nearly:
        rule = what.rule
        missing = ""
        if what.without is Demand.GROUP:
            missing = group_name(rule.find.all[what.group], self.matcher.rule_set.lexicon)
        return Nearly(rule, what.without, self._why(what, match, missing), missing, match)

    def _why(self, what: Loosened, match: Match, missing: str) -> str:
        find = what.rule.find
        far = f"{self._gap(match)} kata di antaranya, paling banyak {find.within}"
        match what.without:
            case Demand.GROUP:
                return self._lacking(find.all[what.group], missing)
            case Demand.DISTANCE:
                return f"Terlalu jauh: {far}."
            case Demand.SENTENCE:
                return "Tidak berada dalam satu kalimat."
            case Demand.APART:
                return f"Tidak berada dalam satu kalimat, dan terlalu jauh: {far}."
            case Demand.ORDER:
                return "Urutannya tidak seperti yang diminta aturan."
            case Demand.NONE:
                return self._stopped(what.rule, what.group)
            case Demand.AT_LEAST:
                more = f"perlu sedikitnya {find.at_least} kelompok tambahan"
                return f"Baru sebagian tanda yang ada; {more}."
            case Demand.WEIGHT:
                return too_light(what.rule, match.reasons)
            case _:
                return self._elsewhere(what)

    def _elsewhere(self, what: Loosened) -> str:
        """What has nothing to do with words."""
        rule = what.rule
        match what.without:
            case Demand.STAGE:
                stage = self.contest.stage_on(self.day)
                return f"Hanya pada tahapan {', '.join(rule.stages)}; {self.day} tahapan {stage}."
            case Demand.REGION:
                return f"Hanya di wilayah {', '.join(rule.regions)}; ini {self.region}."
            case Demand.ROLE:
                own = _roles([self.sample.role])
                return f"Hanya untuk akun {_roles(rule.where.role)}; ini akun {own}."
            case Demand.PARENT:
                asked = f"Hanya untuk tanggapan atas unggahan akun {_roles(rule.where.parent)}"
                answered = self.sample.parent_role
                own = f"; ini menanggapi akun {_roles([answered])}" if answered else ""
                return f"{asked}{own}."
            case _:
                return f"Aturan ini tidak dipakai: status {rule.status}."

    def _lacking(self, group: Group, name: str) -> str:
        if points(group):
            return "Tidak ada yang menunjuk peserta."
        where = {"tags": " dalam tagar", "parent": " dalam unggahan yang ditanggapi"}
        words = ", ".join(some_words(group, self.matcher.rule_set.lexicon))
        return f"Tidak ada kata dari kelompok “{name}”{where.get(group.on, '')}: {words}."

    def _gap(self, match: Match) -> int:
        """Most words between neighbouring finds."""
        own = [span for span in match.spans if span.what != "lowered"]
        between = (self.sample.text[a.end : b.start] for a, b in pairwise(own) if a.end <= b.start)
        return max((len(_WORD.findall(text)) for text in between), default=0)

    def _stopped(self, rule: Rule, index: int) -> str:
        group = rule.find.none[index]
        name = group_name(group, self.matcher.rule_set.lexicon)
        plan = next(p for p in self.matcher.program.rules if p.rule.id == rule.id)
        number = plan.part("none")[index].number
        text = self.sample.parent if group.on == "parent" else self.sample.text
        finds = [f for f in self.matcher.scene(text).finds if number in f.groups]
        words = list(dict.fromkeys(f"“{text[f.start : f.end]}”" for f in finds))[:_EXAMPLES]
        return f"Dihentikan oleh {', '.join(words) or 'kata'} dari kelompok “{name}”."


def too_light(rule: Rule, reasons: Sequence[str]) -> str:
    """What a match without a least sum says of its weight, with the rule's own least sum."""
    asked = rule.find.weighed
    least = str(asked.at_least if asked else 0).replace("-", "−")
    for reason in reasons:
        if _LEAST.search(reason):
            return _LEAST.sub(f"sekurangnya {least}", reason)
        if found := _LIMIT.search(reason):
            if asked and asked.at_least > 0:
                return f"Timbangan kata {found[1]}, sekurangnya {least}."
            return f"Kata lainnya melawan (timbangan {found[1]}, batas {least})."
    return f"Timbangan kata kurang dari {least}."


def points(group: Group) -> bool:
    """Whether a group asks for nothing but contestants."""
    return all(w.slot and w.slot != "office" for w in map(wanted, group.any))


def group_name(group: Group, lexicon: Mapping[str, WordList]) -> str:
    """What a group is called: its name, the titles of its lists, or its first words."""
    if group.name:
        return group.name
    if lists := _lists(group, lexicon):
        return list_name(lists[0].id, lexicon)
    return ", ".join(group.any[:2])


def list_name(name: str, lexicon: Mapping[str, WordList]) -> str:
    """The title of a list by its id, within a sentence; what is no list stays as it is."""
    title = lexicon[name].title if name in lexicon else name
    return title[:1].lower() + title[1:] if name in lexicon else title


def some_words(group: Group, lexicon: Mapping[str, WordList]) -> list[str]:
    """A few words of a group, those of its lists too, as people would say what they ask for."""
    plain = [word for word in group.any if not word.startswith("@")]
    listed = [word for entry in _lists(group, lexicon) for word in entry.words]
    words = list(dict.fromkeys([*plain[:2], *listed, *plain[2:]]))
    told = list(dict.fromkeys(map(_in_words, words[:_EXAMPLES])))
    return told + (["dan lain-lain"] if len(words) > _EXAMPLES else [])


def _in_words(word: str) -> str:
    """`coblos~` as `coblos (berimbuhan)`, `{short}` as `nama singkat`."""
    affixed = word.replace("~", " (berimbuhan)")
    return _SLOT.sub(lambda slot: _SLOTS.get(slot[1], slot[0]), affixed)


def _lists(group: Group, lexicon: Mapping[str, WordList]) -> list[WordList]:
    named = (word[1:] for word in group.any if word.startswith("@"))
    return [lexicon[name] for name in named if name in lexicon]


def _roles(roles: Iterable[str]) -> str:
    return ", ".join(ROLE_WORDS.get(str(role), str(role)) for role in roles)
