"""Questions and what people answered in, which are open and what needs a caution out. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from patroli.model import Answered, Reply
from patroli.sources.identity import Kind, Question
from patroli.sources.question_words import caution


@dataclass(frozen=True, slots=True)
class Matter:
    """A question with its last answer, if anybody gave one."""

    question: Question
    answer: Answered | None

    @property
    def is_open(self) -> bool:
        return self.answer is None

    @property
    def is_to_do(self) -> bool:
        """Whether the watch list still says what a person has answered against.

        A look-alike may be anybody's: that settles it.
        """
        if self.answer is None or self.answer.reply is Reply.SAME:
            return False
        return self.answer.reply is Reply.STOP or self.question.kind is not Kind.LOOK_ALIKE


def matters(questions: Iterable[Question], answers: Iterable[Answered]) -> tuple[Matter, ...]:
    """Each question with its last answer; `answers` are in the order in which they were given."""
    last = {answer.question_id: answer for answer in answers}
    return tuple(Matter(question, last.get(question.id)) for question in questions)


def cautions(found: Iterable[Matter]) -> Mapping[str, tuple[str, ...]]:
    """By account id, what to read beside its posts: until a person answered that it is the
    holder's, or the watch list was mended.
    """
    told: dict[str, list[str]] = defaultdict(list)
    for matter in found:
        if matter.is_open or matter.is_to_do:
            for account_id in matter.question.doubts:
                told[account_id].append(caution(matter.question, matter.answer))
    return {account_id: tuple(lines) for account_id, lines in told.items()}
