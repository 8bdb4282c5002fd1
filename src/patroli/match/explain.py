"""What reviewers read about a match: Indonesian sentences and marked places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from patroli.config.words import WordList
from patroli.match.contexts import Lowered
from patroli.match.program import ANYWHERE, RulePlan
from patroli.match.scene import Find, Scene
from patroli.match.solve import Solution
from patroli.match.weighing import Sum
from patroli.model import Contest, Span
from patroli.rules.model import NO_LEAST

SLOT_WORDS = {
    "name": "nama", "fullname": "nama lengkap", "firstname": "nama panggilan",
    "short": "nama singkat", "number": "nomor urut",
    "digit": "nomor urut", "party": "partai", "tag": "tagar", "sign": "lambang atau gestur",
    "colour": "warna", "slogan": "slogan", "team": "tim atau relawan", "account": "akun",
}  # fmt: skip

ROLE_WORDS = {
    "contestant": "peserta", "team": "tim atau relawan peserta", "party": "partai", "news": "media",
    "agency": "lembaga", "asn": "ASN",
}  # fmt: skip

CONTEXT_WORDS = {
    "negation": "Ajakannya diingkari",
    "question": "Berbentuk pertanyaan",
    "denial": "Ada bantahan",
    "news": "Tampak sebagai berita",
    "neutrality-appeal": "Tampak sebagai imbauan netralitas",
    "voter-education": "Tampak sebagai pendidikan pemilih",
}


SHOWN_FOR, SHOWN_AGAINST = 6, 3
"""Words of a sum that are told, those that weigh most."""
HEAVY = 5
"""What a word must weigh to be marked in the text."""


def spans(finds: Sequence[Find], lowered: Sequence[Lowered]) -> tuple[Span, ...]:
    """Places in the original text: of targets, signals, and what lowered; ordered, each once."""
    marks = {
        Span(f.start, f.end, "target" if f.use.points else "signal", f.use.name) for f in finds
    }
    marks |= {
        Span(f.start, f.end, "lowered", low.lowering.context) for low in lowered for f in low.finds
    }
    return tuple(sorted(marks, key=lambda s: (s.start, s.end, s.what, s.name)))


def reasons(
    plan: RulePlan,
    scene: Scene,
    contest: Contest,
    who: int,
    solution: Solution,
    own: Sequence[Find],
    parent_role: str,
) -> tuple[str, ...]:
    """Why the rule holds, as sentences."""
    said: list[str] = []
    signals = [_quoted(scene, f) for f in own if not f.use.points]
    targets = [f for f in own if f.use.points]
    if signals:
        said.append(f"{plan.rule.title}: {_listed(signals)}.")
    else:
        said.append(f"{plan.rule.title}.")
    if who != ANYWHERE:
        contestant = contest.contestants[who]
        pointed = [
            f"{_quoted(scene, f)} ({SLOT_WORDS.get(f.use.slot, f.use.slot)})" for f in targets
        ]
        names = " – ".join(contestant.names)
        number = f" nomor urut {contestant.number}" if contestant.number is not None else ""
        known = contestant.number_from is None or contestant.number_from <= contest.last
        where = _listed(pointed) if pointed else "Kiriman yang ditanggapi"
        said.append(f"{where} menunjuk {names}{number if known else ''}.")
    if len(own) > 1:
        gap = f"berjarak paling jauh {solution.gap} kata" if solution.gap else "berdampingan"
        said.append(f"Keduanya {gap}." if len(own) == 2 else f"Unsurnya {gap}.")
    asked = plan.rule.find.weighed
    if asked and solution.weighed:
        said.append(_weighed(solution.weighed, asked.at_least, scene))
    if plan.rule.where.parent and parent_role:
        said.append(f"Menanggapi unggahan akun {ROLE_WORDS.get(parent_role, parent_role)}.")
    return tuple(said)


def heaviest(weighed: Sum | None) -> list[Find]:
    """The words that weigh most for a match, for the eye."""
    for_it = [find for find, weight in weighed.parts if weight >= HEAVY] if weighed else []
    return [find for find in for_it if not find.use.points][:SHOWN_FOR]


def _weighed(weighed: Sum, at_least: int, scene: Scene) -> str:
    """`Timbangan kata 23, sekurangnya 14: “coblos” +12, “hati” +8, … “rapat” −9.`

    Where nothing is asked but that the words do not speak against it, the sum alone.
    """
    if NO_LEAST < at_least <= 0:
        sums = f"timbangan {_minus(weighed.total)}, batas {_minus(at_least)}"
        return f"Kata lainnya tidak melawan ({sums})."
    for_it = [part for part in weighed.parts if part[1] > 0]
    against = [part for part in weighed.parts if part[1] < 0]
    shown = for_it[:SHOWN_FOR] + against[-SHOWN_AGAINST:]
    told = ", ".join(f"{_weighing(find, scene)} {_signed(weight)}" for find, weight in shown)
    rest = sum(weight for _, weight in weighed.parts) - sum(weight for _, weight in shown)
    more = f", kata lain {_signed(rest)}" if rest else ""
    sums = f"Timbangan kata {_minus(weighed.total)}, sekurangnya {_minus(at_least)}"
    return f"{sums}: {told}{more}." if told else f"{sums}."


def _weighing(find: Find, scene: Scene) -> str:
    """A word as it stands there; of a target only its kind, for whom it names weighs nothing."""
    return SLOT_WORDS[find.use.slot] if find.use.points else _quoted(scene, find)


def _minus(number: int) -> str:
    return str(number).replace("-", "−")


def _signed(weight: int) -> str:
    return ("+" if weight > 0 else "") + _minus(weight)


def lowered_sentences(
    lowered: Sequence[Lowered], lexicon: Mapping[str, WordList], scene: Scene, doubt: str
) -> tuple[str, ...]:
    """What speaks against it, a sentence for each context."""
    said = [_lowered(low, lexicon, scene) for low in lowered]
    return tuple(dict.fromkeys([*said, doubt] if doubt else said))


def _lowered(low: Lowered, lexicon: Mapping[str, WordList], scene: Scene) -> str:
    name = low.lowering.context
    entry = lexicon.get(name)
    title = entry.title.rstrip(".") if entry else name
    named = low.shape if name == "all-contestants" else CONTEXT_WORDS.get(name)
    start = low.lowering.because.rstrip(".") or named or f"Ada konteks “{title}”"
    if low.finds:
        return f"{start}: {_listed([_quoted(scene, f) for f in low.finds])}."
    return f"{start} ({low.shape})." if low.shape and name != "all-contestants" else f"{start}."


def _quoted(scene: Scene, find: Find) -> str:
    return f"“{' '.join(scene.text[find.start : find.end].split())}”"


def _listed(texts: Sequence[str]) -> str:
    each = list(dict.fromkeys(texts))
    return " dan ".join([", ".join(each[:-1]), each[-1]]) if len(each) > 1 else each[0]
