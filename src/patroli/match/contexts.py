"""A match in, what around it speaks against it out. Contexts lower; they never delete."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from patroli.match.around import MOOD, Above, Around
from patroli.match.naming import everybody_is_named, named_alike, other_name
from patroli.match.negation import negation_of
from patroli.match.program import RulePlan
from patroli.match.scene import Find
from patroli.match.shapes import is_asked, is_headline, is_quoted
from patroli.model import Role, Tier
from patroli.rules.model import Lowering

_ONE_PERSON = re.compile(
    r"\b(?:saya|sy|aku|ak|gue|gw|beta|ambo|ulun|abdi|tiang)\b|\bsa\b|^\s*kami\b", re.IGNORECASE
)
ASKED_IN_ITS_SENTENCE = frozenset({"question", "pertanyaan"})
"""Lists that speak of their own sentence only: `Masih bingung kenapa? Pilih nomor 2 ya`."""
DISTINCT = frozenset({"short", "team", "account", "tag", "slogan"})
"""Kinds of target that nobody and nothing else is called."""
NUMBERS = frozenset({"number", "digit"})
OWN_WORDS = frozenset({"slogan", "tag", "sign", "colour"})
"""Kinds of target that are written in quotes because they are words of their own."""
CONTESTANTS_OWN = frozenset({"contestant", "team", "party"})
"""Roles of an account under whose posts a name is the contestant's."""
BORNE_BY_OTHERS = frozenset({"name", "firstname"})
ALIKE = "Disebut sejajar dengan peserta lain"
COMMON_WORD = "Nama singkat ditulis seperti kata biasa, bisa jadi bukan nama peserta."
NAME_ALONE = "Nama ini juga nama orang lain, dan unggahan tidak memuat kata tentang pemilihan."


@dataclass(frozen=True, slots=True)
class Lowered:
    """One context that holds, with where it stands."""

    lowering: Lowering
    finds: tuple[Find, ...] = ()
    shape: str = ""
    """For what no word stands for: why, in Indonesian."""


def doubt(finds: Sequence[Find], tier: Tier, around: Around) -> str:
    """Why whom a match points to is not certain, in Indonesian; empty where it is.

    A short name written like a common word, with no word of the list `suasana-pemilu` in its
    sentence and nothing else in the post that points to the same contestant; or, for a match of
    the highest tier, a name that others bear, in a post that has none of these words, answers no
    contestant, and points to nobody in a way that others do not share.
    """
    mood = around.contexts.get(MOOD, ())
    weak = [find for find in finds if find.weak]
    if weak:
        scene = around.scene
        known = {scene.sentence(find.start) for find in mood}
        sure = {t.use.contestant for t in around.targets if not t.weak}
        if any(
            scene.sentence(find.start) not in known and find.use.contestant not in sure
            for find in weak
        ):
            return COMMON_WORD
    if tier is not Tier.HIGH or mood or around.answers in CONTESTANTS_OWN:
        return ""
    own = {t.use.contestant for t in around.targets if t.use.slot in DISTINCT | {"fullname"}}
    borne = [
        find.use.slot in BORNE_BY_OTHERS and find.use.contestant not in own
        for find in finds
        if find.use.points
    ]
    return NAME_ALONE if borne and all(borne) and MOOD in around.lexicon else ""


def lowering_contexts(plan: RulePlan, match: Sequence[Find], around: Around) -> list[Lowered]:
    """The contexts that lower a match of a rule found by these finds, as the rule orders them."""
    may = around.may_hold
    asked = [_holds(low, match, around, plan) for low in plan.rule.lowered_by if low.context in may]
    return [low for low in asked if low]


def _holds(
    lowering: Lowering, match: Sequence[Find], around: Around, plan: RulePlan
) -> Lowered | None:
    name = lowering.context
    if name == "negation":
        found = [n for n in (negation_of(find, around, plan.numbers) for find in match) if n]
        return Lowered(lowering, tuple(found[:1])) if found else None
    if name == "namesake":
        other = next((said for f in match if (said := other_name(f, around.scene))), "")
        other = other or _other_above(match, around)
        return Lowered(lowering, shape=f"nama lengkapnya lain: “{other}”") if other else None
    if name == "all-contestants":
        if around.everybody is None:
            around.everybody = everybody_is_named(around)
        if around.everybody:
            return Lowered(lowering, shape="Semua peserta disebut")
        alike = named_alike(match, around)
        return Lowered(lowering, (alike,), ALIKE) if alike else None
    near = tuple(_near(lowering, match, around))
    if near:
        return Lowered(lowering, near[:3])
    shape = _shape(name, match, around) or _above(name, match, around)
    return Lowered(lowering, shape=shape) if shape else None


def _near(lowering: Lowering, match: Sequence[Find], around: Around) -> Iterator[Find]:
    found = around.contexts.get(lowering.context)
    if not found:
        return
    entry = around.lexicon.get(lowering.context)
    if entry and entry.doubts == "name" and around.contexts.get(MOOD):
        return
    doubted = _doubted(entry.doubts if entry else "", match)
    if not doubted:
        return
    within = lowering.within
    if within is None and entry:
        within = entry.within
    close = "sentence" in (lowering.same, entry.same if entry else "")
    close = close or lowering.context in ASKED_IN_ITS_SENTENCE
    sentences = {around.scene.sentence(find.start) for find in doubted}
    for context in found:
        if close and around.scene.sentence(context.start) not in sentences:
            continue
        if within is not None and all(
            around.scene.between(context, find) > within for find in doubted
        ):
            continue
        if around.scene.clause_border(context.start, context.end):
            continue
        if _overruled(lowering.context, context, doubted, around):
            continue
        yield context


def _doubted(doubts: str, match: Sequence[Find]) -> Sequence[Find]:
    """The finds of a match that a context speaks about; none where it makes nothing doubtful."""
    if not doubts:
        return match
    if any(find.use.slot in DISTINCT and not find.weak for find in match):
        return ()
    if doubts == "number":
        return [find for find in match if find.use.slot in NUMBERS]
    return [find for find in match if find.use.points] or match


def _overruled(name: str, context: Find, match: Sequence[Find], around: Around) -> bool:
    """Whether a sentence shows that it is not what one of its words may mean: it answers itself,
    or the writer of what looks like news speaks of himself, there or where he names somebody.
    """
    scene = around.scene
    if name in ASKED_IN_ITS_SENTENCE:
        told = {scene.sentence(f.start) for f in around.contexts.get("tanya-retoris", ())}
        return scene.sentence(context.start) in told or scene.answered(context.start)
    return name == "news" and any(
        _ONE_PERSON.search(scene.sentence_text(find.start)) for find in (context, *match)
    )


def _above(name: str, match: Sequence[Find], around: Around) -> str:
    """A list that is looked for above too, where the post that is answered has a word of it."""
    entry = around.lexicon.get(name)
    if not (entry and entry.parent and _doubted(entry.doubts, match) and _stranger_above(around)):
        return ""
    find = around.above().contexts.get(name)
    return f"dalam unggahan yang dijawab: “{_said(around.above(), find)}”" if find else ""


def _other_above(match: Sequence[Find], around: Around) -> str:
    """The whole name of somebody else in the post that is answered: `Juara: Ratna Dewi Saputri`."""
    if not _stranger_above(around):
        return ""
    mine = {find.use.contestant for find in match if find.use.slot in BORNE_BY_OTHERS}
    above = around.above()
    named = (other_name(f, above.scene) for f in above.targets if f.use.contestant in mine)
    return next((name for name in named if name), "")


def _stranger_above(around: Around) -> bool:
    """Whether the post that is answered is nobody's who stands, and names nobody who does."""
    if around.answers in CONTESTANTS_OWN or not around.above().scene.text:
        return False
    return not any(t.use.slot in DISTINCT | {"fullname"} for t in around.above().targets)


def _said(above: Above, find: Find) -> str:
    return " ".join(above.scene.text[find.start : find.end].split())


def _shape(name: str, match: Sequence[Find], around: Around) -> str:
    """Contexts that show without a word of their list."""
    if name == "question":
        asked = {around.scene.sentence(f.start): f.start for f in match}
        told = {around.scene.sentence(f.start) for f in around.contexts.get("tanya-retoris", ())}
        if any(
            is_asked(around.scene.sentence_text(start))
            for sentence, start in asked.items()
            if sentence not in told and not around.scene.answered(start)
        ):
            return "kalimatnya bertanya"
    if name == "kutipan":
        named = [f for f in match if f.use.points and f.use.slot not in OWN_WORDS] or match
        if all(is_quoted(find, around.scene.text) for find in named):
            return "kata-katanya dalam tanda kutip"
    if name == "news":
        if around.author in (Role.NEWS, Role.AGENCY):
            return "dari akun media atau lembaga"
        if is_headline(around.scene.text):
            return "berbentuk judul atau awal berita"
    return ""
