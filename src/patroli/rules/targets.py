"""A contestant in, everything that points to them out, the same ways for every contestant."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from patroli.model import Contest, Contestant
from patroli.rules.numbers import digit_surfaces, number_surfaces
from patroli.rules.surface import Check, Surface, Target

HONORIFICS = (
    "pak", "bapak", "bpk", "bapa", "bapanda", "ayahanda", "bu", "ibu", "bunda", "ibunda", "mama",
    "kak", "kaka", "kakak", "bung", "mas", "mbak", "mba", "bang", "abang", "babang", "om",
    "tante", "cak", "gus", "ning", "haji", "hajah", "h", "hj", "ustad", "ustaz", "ustadz",
    "dokter", "dr", "prof", "kang", "teh", "teteh", "uda", "uni", "daeng", "puang", "pace",
    "mace", "tuan", "nyong", "usi", "sis", "bro", "cabup", "calon", "pa", "buk", "ibuk", "emak",
    "abah", "kanda", "ito", "lae", "amang", "inang", "bli", "pakde", "bude", "datuk", "buya", "ka",
    "karaeng",
)  # fmt: skip
"""Asked of every first and last name alike."""

SHORT_HONORIFICS = (
    "pak", "bapak", "pa", "bapa", "bu", "ibu", "mama", "mas", "mbak", "kak", "kaka", "bang",
    "bung", "om", "kapten",
)  # fmt: skip
"""Those that stand before a name cut short: `Pak Yul`."""

CUT_SHORT = 3
"""Letters of a name cut short; longer names only are."""

CLITICS = ("mi", "ji", "pi", "ki", "lah", "kah", "nya", "e", "ku", "ta", "pun")
"""Written to the end of a name: `Armanmi` in Makassar, `Armanlah`."""

JOINERS = (
    " ", " dan ", " bersama ", " n ", " and ", "", " lan ", " karo ", " jeung ", " sareng ", " jo ",
    " wan ", " deng ", " dengan ", " dohot ", " sibawa ", " na ", " ban ", " dan pak ", " dan bu ",
    " dan ibu ", " karo bu ", " karo pak ",
)  # fmt: skip

ANY = ("name", "short", "number", "party", "tag", "slogan", "team", "account")
"""What `{any}` and `{other}` stand for."""

SLOTS = (*ANY, "fullname", "firstname", "sign", "colour", "digit")
"""Slots that point to a contestant."""

SHORTEST_TAG = 9
"""Characters of a tag that is one also where its # is left out."""

_TITLE = re.compile(r"^(?:[A-Z]{1,3}\.|[Dd]r[s]?\.|[Ii]r\.|[Pp]rof\.|[Hh]j?\.)$")


def targets(contest: Contest, contestant: Contestant) -> Iterator[Target]:
    """Every spelling of every kind of target of one contestant."""
    yield from (Target("name", surface) for surface in _names(contest, contestant))
    yield from (Target("fullname", surface) for surface in _full_names(contestant))
    yield from (Target("firstname", Surface(name)) for name in called(contestant))
    yield from (Target("firstname", surface) for surface in _cut_short(contestant))
    yield from (Target("firstname", surface) for surface in _with_clitics(contestant))
    for text in contestant.short:
        yield Target("short", Surface(text, Check.CASED))
        yield Target("short", Surface(f"paslon {text}"))
        yield Target("short", Surface(f"pasangan {text}"))
    yield from (Target("short", surface) for surface in _pairs(contestant))
    yield from (Target("short", surface) for surface in _initials(contestant))
    for text in contestant.parties:
        bare = re.sub(r"^[Pp]artai\s+", "", text)
        yield Target("party", Surface(f"partai {bare}"))
        yield Target("party", Surface(bare, Check.CASED))
    yield from _tags(contestant)
    for text in contestant.accounts:
        yield Target("account", Surface(text, Check.HANDLE))
    plain = {
        "sign": contestant.signs,
        "colour": contestant.colours,
        "slogan": contestant.slogans,
        "team": contestant.teams,
    }
    for slot, texts in plain.items():
        for text in texts:
            yield Target(slot, Surface(text))
    if contestant.number is not None:
        for surface in number_surfaces(contestant.number):
            yield Target("number", surface, contestant.number_from)
        for surface in digit_surfaces(contestant.number):
            yield Target("digit", surface, contestant.number_from)


def first_names(contestant: Contestant) -> tuple[str, ...]:
    """What each person of a pair is called: the first word of the name that is no title."""
    return tuple(dict.fromkeys(words[0] for words in map(_words, contestant.names) if words))


def _tags(contestant: Contestant) -> Iterator[Target]:
    for text in contestant.tags:
        yield Target("tag", Surface(text, Check.TAG))
        if len(text) > SHORTEST_TAG:
            yield Target("tag", Surface(text.lstrip("#")))


def called(contestant: Contestant) -> tuple[str, ...]:
    """One word of a name by which a person is known: the first ones, then the last ones."""
    return tuple(dict.fromkeys((*first_names(contestant), *last_names(contestant))))


def last_names(contestant: Contestant) -> tuple[str, ...]:
    """The last word of each person's name."""
    return tuple(dict.fromkeys(words[-1] for words in map(_words, contestant.names) if words))


def _cut_short(contestant: Contestant) -> Iterator[Surface]:
    """The first letters of a first name after an honorific: `Pak Yul` of Yulius, of all alike."""
    cut = dict.fromkeys(n[:CUT_SHORT] for n in first_names(contestant) if len(n) > CUT_SHORT)
    for title, name in itertools.product(SHORT_HONORIFICS, cut):
        yield Surface(f"{title} {name}")


def _with_clitics(contestant: Contestant) -> Iterator[Surface]:
    for name, clitic in itertools.product(called(contestant), CLITICS):
        yield Surface(f"{name}{clitic}")


def _words(name: str) -> list[str]:
    words = [word for word in name.split(",")[0].split() if not _TITLE.match(word)]
    return [word for word in words if len(word) > 2] or words


def _names(contest: Contest, contestant: Contestant) -> Iterator[Surface]:
    titles = (*HONORIFICS, *contest.office)
    yield from _full_names(contestant)
    for name in contestant.names:
        words = _words(name)
        for word in dict.fromkeys((words[0], words[-1])) if words else ():
            yield from (Surface(f"{title} {word}") for title in titles)


def _full_names(contestant: Contestant) -> Iterator[Surface]:
    """Names of two words and more, and the pair together: hardly anybody else's."""
    for name in contestant.names:
        words = _words(name)
        if len(words) > 1:
            yield Surface(" ".join(words))
    yield from _pairs(contestant)


def _initials(contestant: Contestant) -> Iterator[Surface]:
    """The initials of each person where they are called so: `inisialnya A.G.`"""
    for words in map(_words, contestant.names):
        letters = "".join(word[0] for word in words)
        if len(letters) > 1:
            for before in ("inisial", "inisialnya", "berinisial"):
                yield Surface(f"{before} {letters}")


def _pairs(contestant: Contestant) -> Iterator[Surface]:
    """The first or the last names of a pair together: `Arman-Siti`, `Maharani dan Gunadi`."""
    for names in dict.fromkeys((first_names(contestant), last_names(contestant))):
        for one, other in itertools.permutations(names, 2):
            yield from (Surface(f"{one}{joiner}{other}") for joiner in JOINERS)
