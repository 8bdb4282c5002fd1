"""What is known of every source and account in; what needs looking after, why, and a page out."""

from patroli.sources.answered import Matter, cautions, matters
from patroli.sources.condition import Condition
from patroli.sources.identity import Question, questions
from patroli.sources.page import render_page
from patroli.sources.source import Next, Source, judge

__all__ = [
    "Condition",
    "Matter",
    "Next",
    "Question",
    "Source",
    "cautions",
    "judge",
    "matters",
    "questions",
    "render_page",
]
