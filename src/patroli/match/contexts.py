"""A match in, what around it speaks against it out. Contexts lower; they never delete."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from patroli.config.lexicon import WordList
from patroli.match.scene import Find, Scene
from patroli.model import Role
from patroli.rules.model import Lowering

NEGATION_REACH = 4
"""Words between a negation and the signal it still reaches."""
TARGET_REACH = 2
"""Words between a negation and a target it still reaches (`tidak ikut deklarasi …`)."""
SAME_PHRASE = 2
"""Signals so close are one phrase, and a negation reaches all of it (`bukan salam satu jari`)."""
COORDINATION = re.compile(r"\b(?:atau|dan|maupun|ataupun|serta|dn|&)\b", re.IGNORECASE)
_WORD_NUMBERS = {"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5}
_ONE_NUMBER = rf"(?:0?\d{{1,2}}|{'|'.join(_WORD_NUMBERS)})"
_ENUMERATED = re.compile(
    rf"(?<![\w/:.]){_ONE_NUMBER}"
    rf"(?:\s*(?:,|/|&|dan|atau|maupun|,\s*dan|,\s*atau)\s*{_ONE_NUMBER})+(?!\w)",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(
    r"\b(?:saya|sy|aku|ak|kami|kita|gue|gua|gw|ane|kitong|torang|abdi|ku)\b", re.IGNORECASE
)
_PRAYER = re.compile(r"\b(?:a+mi+n|insya|bismillah|alhamdulillah|masya|semoga)\b", re.IGNORECASE)
"""What no newspaper begins with."""
_ONE_PERSON = re.compile(
    r"\b(?:saya|sy|aku|ak|gue|gw|beta|ambo|ulun|abdi|tiang)\b|\bsa\b", re.IGNORECASE
)
_AGREED = re.compile(r"\b(?:kan|toh|to|setuju|sepakat|siap|betul)\s*\?+$", re.IGNORECASE)
"""`…, iya kan?` asks nobody."""
_SURNAME = re.compile(r" ([A-Z][a-z]{3,})\b(?!['’-])")
_SPOKEN = re.compile(
    r"^(?!(?:[Rr]epost|[Rr]egram|[Ss]hare|RT)\b)[A-Z][^.!?\n]{2,40}:\s*[\"“][^\"”]{8,}[\"”]"
)
"""A name and what he said, in quotes."""
_DATELINE = re.compile(
    r"^[A-Z][A-Z .]{2,30}(?:,\s*[\w.]+)?\s*[-–—|(]|^\S+\.(?:com|id|co\.id|net|example)\b"
)
ASKED_IN_ITS_SENTENCE = frozenset({"question", "pertanyaan"})
"""Lists that speak of their own sentence only: `Masih bingung kenapa? Pilih nomor 2 ya`."""
DISTINCT = frozenset({"short", "team", "account", "tag", "slogan"})
"""Kinds of target that nobody and nothing else is called."""
NUMBERS = frozenset({"number", "digit"})
MOOD = "suasana-pemilu"
OWN_WORDS = frozenset({"slogan", "tag", "sign", "colour"})
"""The list of words that show that an election is spoken of."""
_QUOTE = re.compile(r"[\"“][^\"“”\n]{3,}[\"”]")
WORDS_AROUND = 3
"""Words outside the quotes that say who is quoted."""
HEADLINE_WORDS = 6
HEADLINE_SHARE = 0.85


@dataclass(frozen=True, slots=True)
class Around:
    """What a context may look at besides the match: the post, its author, who is named in it."""

    scene: Scene
    contexts: dict[str, tuple[Find, ...]]
    """Finds of each list, those of the post's region only."""
    signals: tuple[Find, ...]
    groups: frozenset[int]
    """Groups of the rule that is judged: what another rule groups together says nothing to it."""
    targets: tuple[Find, ...]
    named: frozenset[int]
    """Contestants of the contest that the post points to in any way."""
    numbers: frozenset[int]
    """Ballot numbers of the contest's contestants."""
    contestants: int
    author: str
    lexicon: Mapping[str, WordList]
    """How far each list reaches, and what it doubts."""
    negations: dict[tuple[Find, frozenset[int]], Find | None] = field(default_factory=dict)
    """What `negation_of` found before: several rules ask of the same words."""


@dataclass(frozen=True, slots=True)
class Lowered:
    """One context that holds, with where it stands."""

    lowering: Lowering
    finds: tuple[Find, ...] = ()
    shape: str = ""
    """For what no word stands for: why, in Indonesian."""


def is_weak(finds: Sequence[Find], around: Around) -> bool:
    """Whether a match rests on a short name written like a common word: no word of the list
    `suasana-pemilu` in its sentence says that it is one.
    """
    scene = around.scene
    known = {scene.sentence(find.start) for find in around.contexts.get(MOOD, ())}
    return any(find.weak and scene.sentence(find.start) not in known for find in finds)


def negation_of(find: Find, around: Around) -> Find | None:
    """The negation that reaches a signal, or None.

    It stands up to four words before it (two before a target) in the same clause, with no
    contrast between them, and no earlier signal of the same group of the rule has taken it,
    unless `atau`, `dan` … carries it on. Two cancel.
    A phrase of the list `negation-undone` (`jangan lupa`) is no negation.
    """
    if not around.contexts.get("negation"):
        return None
    asked = find, around.groups & find.groups
    if asked not in around.negations:
        around.negations[asked] = _negation_of(find, around)
    return around.negations[asked]


def _negation_of(find: Find, around: Around) -> Find | None:
    scene = around.scene
    undone = around.contexts.get("negation-undone", ())
    reaching: list[Find] = []
    if find.use.points and not find.groups:
        find = _whole(find, around)
    reach = TARGET_REACH if find.use.points and not find.groups else NEGATION_REACH
    for negation in around.contexts.get("negation", ()):
        far = scene.between(negation, find) > NEGATION_REACH
        if far or negation.last_word >= find.first_word:
            continue
        if any(u.first_word <= negation.first_word <= u.last_word for u in undone):
            continue
        if scene.clause_border(negation.end, find.start) or _contrast(negation, find, around):
            continue
        if not _taken(negation, find, around):
            reaching.append(negation)
    distinct = {negation.first_word for negation in reaching}
    nearest = max(reaching, key=lambda f: f.first_word, default=None)
    if nearest is None or scene.between(nearest, find) > reach:
        return None
    return nearest if len(distinct) % 2 else None


def _whole(target: Find, around: Around) -> Find:
    """The longest target that starts before one and reaches into it (`salam` + `satu jari`)."""
    longer = (
        t
        for t in around.targets
        if t.use.contestant == target.use.contestant
        and t.first_word < target.first_word <= t.last_word
    )
    return min(longer, key=lambda t: t.first_word, default=target)


def _contrast(negation: Find, find: Find, around: Around) -> bool:
    return any(
        negation.last_word < c.first_word and c.last_word < find.first_word
        for c in around.contexts.get("contrast", ())
    )


def _taken(negation: Find, find: Find, around: Around) -> bool:
    """Whether an earlier signal of the same group stands between and keeps the negation."""
    mine = around.groups & find.groups
    for other in around.signals:
        before = negation.last_word < other.first_word and other.last_word < find.first_word
        apart = before and find.first_word - other.last_word > SAME_PHRASE
        if apart and mine & other.groups:
            text = around.scene.text[other.end : find.start]
            if not COORDINATION.search(text):
                return True
    return False


def holds(lowering: Lowering, match: Sequence[Find], around: Around) -> Lowered | None:
    """Whether one context lowers a match found by these finds."""
    name = lowering.context
    if name == "negation":
        found = [n for n in (negation_of(find, around) for find in match) if n]
        return Lowered(lowering, tuple(found[:1])) if found else None
    if name == "namesake":
        other = next((said for f in match if (said := _other_name(f, around.scene))), "")
        return Lowered(lowering, shape=f"nama lengkapnya lain: “{other}”") if other else None
    if name == "all-contestants":
        return Lowered(lowering, shape="menyebut semua peserta") if _names_all(around) else None
    near = tuple(_near(lowering, match, around))
    if near:
        return Lowered(lowering, near[:3])
    shape = _shape(name, match, around)
    return Lowered(lowering, shape=shape) if shape else None


def _other_name(find: Find, scene: Scene) -> str:
    """The whole name of somebody else of whom a find knows one word only: `Pak Yulius Wanma`.

    A capital begins it and the word beside it, which nobody else uses; in a text that capitalises
    every word that says nothing.
    """
    if find.use.slot not in ("name", "firstname"):
        return ""
    words = scene.text[find.start : find.end].split()
    if not words[-1][0].isupper() or words[-1].isupper() or find.in_tag:
        return ""
    after = _SURNAME.match(scene.text, find.end)
    if not after or scene.knows(after.group(1)) or _titled(scene.text):
        return ""
    return scene.text[find.start : after.end()]


def _titled(text: str) -> bool:
    """Whether most longer words of a text begin with a capital."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    capital = [word for word in words if word[0].isupper()]
    return 2 * len(capital) > len(words)


def _names_all(around: Around) -> bool:
    """Whether the post names everybody, and not only to ask who of them and answer it."""
    if around.contestants < 2:
        return False
    scene = around.scene
    told = (t for t in around.targets if t.use.slot != "colour" and not scene.answered(t.start))
    named = {target.use.contestant for target in told}
    if len(named) == around.contestants:
        return True
    for match in _ENUMERATED.finditer(scene.text):
        if scene.answered(match.start()):
            continue
        listed = {_number(each) for each in re.findall(_ONE_NUMBER, match.group(), re.IGNORECASE)}
        if around.numbers and around.numbers <= listed:
            return True
    return False


def _number(written: str) -> int:
    return int(written) if written.isdigit() else _WORD_NUMBERS[written.lower()]


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
        if _overruled(lowering.context, context, doubted, around):
            continue
        yield context


def _doubted(doubts: str, match: Sequence[Find]) -> Sequence[Find]:
    """The finds of a match that a context speaks about; none where it makes nothing doubtful."""
    if not doubts:
        return match
    if any(find.use.slot in DISTINCT and not find.weak for find in match):
        return ()
    return [f for f in match if f.use.slot in NUMBERS] if doubts == "number" else match


def _overruled(name: str, context: Find, match: Sequence[Find], around: Around) -> bool:
    """Whether a sentence shows that it is not what one of its words may mean: it answers itself,
    or the writer of what looks like news speaks of himself.
    """
    scene = around.scene
    if name in ASKED_IN_ITS_SENTENCE:
        told = {scene.sentence(f.start) for f in around.contexts.get("tanya-retoris", ())}
        return scene.sentence(context.start) in told or scene.answered(context.start)
    return name == "news" and any(
        _ONE_PERSON.search(scene.sentence_text(find.start)) for find in (context, *match)
    )


def _shape(name: str, match: Sequence[Find], around: Around) -> str:
    """Contexts that show without a word of their list."""
    if name == "question":
        asked = {around.scene.sentence(f.start): f.start for f in match}
        told = {around.scene.sentence(f.start) for f in around.contexts.get("tanya-retoris", ())}
        if any(
            _is_asked(around.scene.sentence_text(start))
            for sentence, start in asked.items()
            if sentence not in told and not around.scene.answered(start)
        ):
            return "kalimatnya bertanya"
    named = [f for f in match if f.use.points and f.use.slot not in OWN_WORDS] or match
    if name == "kutipan" and all(_quoted(find, around.scene.text) for find in named):
        return "kata-katanya dalam tanda kutip"
    if name == "news":
        if around.author in (Role.NEWS, Role.AGENCY):
            return "dari akun media atau lembaga"
        if _is_headline(around.scene.text):
            return "berbentuk judul atau awal berita"
    return ""


def _is_asked(sentence: str) -> bool:
    """Whether a sentence ends with a question mark and does not only ask to be agreed with."""
    asked = sentence.rstrip(" \"'”’)")
    return asked.endswith("?") and not _AGREED.search(asked)


def _quoted(find: Find, text: str) -> bool:
    """Whether a find stands in quotes, and words beside them tell whose."""
    for quote in _QUOTE.finditer(text):
        if quote.start() < find.start and find.end < quote.end():
            outside = text[: quote.start()] + " " + text[quote.end() :]
            return len(re.findall(r"\w+", outside)) >= WORDS_AROUND
    return False


def _is_headline(text: str) -> bool:
    """Whether a text starts like a newspaper: a dateline, or a headline of capitalised words."""
    first = text.lstrip()[:300].split("\n")[0]
    if _SPOKEN.match(first):
        return True
    if _FIRST_PERSON.search(first) or _PRAYER.search(text):
        return False
    if first.isupper():
        return False
    if _DATELINE.match(first):
        return True
    words = re.findall(r"[^\W\d_]{4,}", first)
    capital = sum(w[0].isupper() and not w.isupper() for w in words)
    return len(words) >= HEADLINE_WORDS and capital >= HEADLINE_SHARE * len(words)
