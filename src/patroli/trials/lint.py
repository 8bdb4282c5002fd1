"""A config in, all that is dead, double, confused, unproven or out of law in its rules out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from patroli.match import Matcher
from patroli.report import Watch
from patroli.trials.bench import Bench
from patroli.trials.families import Sample
from patroli.trials.finding import Finding, list_files
from patroli.trials.lint_corpus import lint_corpus
from patroli.trials.lint_rules import lint_rules
from patroli.trials.lint_words import lint_words


def lint(
    bench: Bench,
    matcher: Matcher,
    today: date,
    corpus: Sequence[Sample] = (),
    watch: Watch | None = None,
) -> tuple[Finding, ...]:
    """Every finding, by file and line. `matcher` is compiled of the bench's rules."""
    lists = list_files(bench.folder)
    found = [
        *lint_rules(bench.rules, lists, today),
        *lint_words(matcher, lists, watch),
        *lint_corpus(matcher, lists, corpus, watch),
    ]
    return tuple(sorted(set(found)))
