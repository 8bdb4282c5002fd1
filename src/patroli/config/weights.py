"""A lexicon file with `weights:`: words that speak for a match and words that speak against it.

::

    id: timbangan
    title: Kata yang lebih sering ditulis orang yang berpihak, atau yang tidak
    weights:
      12: [coblos, menang]
      -9: [rapat]

A rule that is `weighed` adds the weights of all words that stand in a post, each word once, and of
the kinds of target that do (`{tag}`), and asks for a sum. Weights are no list: no `@` includes them
and they lower nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from typing import Annotated

from pydantic import Field

from patroli.config.located import Model, salvage
from patroli.config.tree import KeyPath, Located
from patroli.config.unique import Seen
from patroli.config.values import Id, Text
from patroli.config.words import WordList
from patroli.errors import Complaint
from patroli.sayings.of_files import KIND_ID, KIND_WEIGHT, KIND_WORD
from patroli.sayings.of_lists import WEIGHS_NOTHING, WEIGHS_SOMETHING

MOST = 99
"""The weight of a word lies between this and its negative."""

Weight = Annotated[int, Field(ge=-MOST, le=MOST)]
Words = Annotated[tuple[Text, ...], Field(min_length=1)]


class WeightsFile(Model):
    """A file of weighed words."""

    id: Id
    title: Text
    note: Text | None = None
    weights: Annotated[dict[Weight, Words], Field(min_length=1)]


def holds_weights(located: Located) -> bool:
    """Whether a document is meant to be such a file."""
    return isinstance(located.data, dict) and "weights" in located.data


def read_weights(
    files: Iterable[Located], lists: Collection[str] = ()
) -> tuple[dict[str, WordList], tuple[Complaint, ...]]:
    """The weighed words of every file that holds some by id, and every complaint.

    `lists` are the ids of lists, which no file of weights may have too.
    """
    found: dict[str, WordList] = {}
    complaints: list[Complaint] = []
    ids = Seen(KIND_ID(), dict.fromkeys(lists, "lexicon/"))
    for located in filter(holds_weights, files):
        read, wrong = salvage(WeightsFile, located)
        complaints += wrong
        if read is None:
            continue
        complaints += ids.add(located, ("id",), read.id)
        keys, twice = _keys(located)
        complaints += twice
        once = Seen(KIND_WORD())
        pairs: list[tuple[str, int]] = []
        for weight, words in read.weights.items():
            if weight == 0:
                place: KeyPath = ("weights", keys[weight])
                complaints.append(located.complain(place, WEIGHS_NOTHING(), WEIGHS_SOMETHING()))
            for index, word in enumerate(words):
                complaints += once.add(located, ("weights", keys[weight], index), word)
                pairs.append((word, weight))
        words_of, weights = zip(*sorted(pairs), strict=True)
        found[read.id] = WordList(read.id, read.title, "", words_of, weights=weights)
    return found, tuple(complaints)


def _keys(located: Located) -> tuple[dict[int, str], list[Complaint]]:
    """How each weight is written, and complaints of one that is written twice: `9`, `+9`."""
    seen = Seen(KIND_WEIGHT())
    keys: dict[int, str] = {}
    complaints: list[Complaint] = []
    for key in located.data["weights"]:
        with suppress(ValueError):
            complaints += seen.add(located, ("weights", key), str(int(key)))
            keys.setdefault(int(key), key)
    return keys, complaints
