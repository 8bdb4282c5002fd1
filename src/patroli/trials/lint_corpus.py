"""A team's own posts in, words and rules that hit too many of them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from patroli.match import Matcher, Texts
from patroli.model import Contest, Tier
from patroli.report import Watch
from patroli.sayings import of_trials as say
from patroli.told import Told
from patroli.trials.families import Sample
from patroli.trials.finding import Finding, Kind, ListFile, Severity, Written
from patroli.trials.lint_words import Words, pools

WORD_LIMIT = 50
"""Posts of a thousand that a signal may stand in where it alone makes a rule of a target."""
RULE_LIMIT = 1.0
"""Posts of a thousand that a rule may flag at medium or above."""
STEP = 500


def lint_corpus(
    matcher: Matcher,
    lists: Mapping[str, ListFile],
    samples: Sequence[Sample],
    watch: Watch | None = None,
) -> Iterator[Finding]:
    """Words that stand in too many posts, and rules that flag too many."""
    if not samples:
        return
    yield from _words(matcher, lists, samples, watch)
    for contest in matcher.rule_set.contests:
        yield from _rules(matcher, contest, samples)


def _words(
    matcher: Matcher,
    lists: Mapping[str, ListFile],
    samples: Sequence[Sample],
    watch: Watch | None,
) -> Iterator[Finding]:
    alone = _alone(matcher)
    posts: Counter[str] = Counter()
    for number, sample in enumerate(samples, 1):
        finds = matcher.scene(sample.text).finds
        posts.update({f.use.surface.text for f in finds if f.groups & alone and not f.use.points})
        if watch and (number % STEP == 0 or number == len(samples)):
            watch("posts of the corpus read", number, len(samples))
    words = Words(matcher)
    told: set[tuple[str, Told]] = set()
    for pool in pools(matcher, lists) if posts else ():
        for word in pool.own if pool.signals else ():
            found = _often(words, word, posts, len(samples))
            if found and (word.text, word.owner) not in told:
                told.add((word.text, word.owner))
                expected = say.SELDOM(most=WORD_LIMIT)
                yield word.finding(Severity.WARNING, Kind.COMMON, found, expected)


def _often(words: Words, word: Written, posts: Mapping[str, int], size: int) -> Told | None:
    form = max(words.forms(word.text), key=lambda text: posts.get(text, 0))
    per_thousand = 1_000 * posts.get(form, 0) / size
    if per_thousand <= WORD_LIMIT:
        return None
    return say.OFTEN(word=form, share=per_thousand)


def _alone(matcher: Matcher) -> frozenset[int]:
    """Numbers of the groups that are the only signal of their rule."""
    found: set[int] = set()
    for plan in matcher.program.rules:
        signals = [g.number for g in plan.part("all") if not g.slots and not g.others]
        if len(signals) == 1 and not plan.part("any"):
            found.update(signals)
    return frozenset(found)


def _rules(matcher: Matcher, contest: Contest, samples: Sequence[Sample]) -> Iterator[Finding]:
    texts = Texts(
        post_id=[sample.source for sample in samples],
        text=[sample.text for sample in samples],
        parent_text=[sample.parent for sample in samples],
        parent_role=[sample.parent_role for sample in samples],
        author_role=[sample.role for sample in samples],
        region=[contest.region] * len(samples),
        zone=[contest.zone] * len(samples),
        contest=contest.id,
    )
    flagged = Counter(
        rule
        for _, matches in matcher.match_rows(texts)
        for rule in {m.rule_id for m in matches if m.tier.rank >= Tier.MEDIUM.rank}
    )
    for rule, count in flagged.most_common():
        per_thousand = 1_000 * count / len(samples)
        if per_thousand > RULE_LIMIT:
            origin = matcher.rule_set.origins.get(rule)
            file, line = (origin.file, origin.line(("find",))) if origin else (f"rule {rule}", 0)
            found = say.FLAGGED(share=per_thousand, contest=contest.id)
            expected = say.FEWER_FLAGGED(most=RULE_LIMIT)
            subject = say.RULE(id=rule)
            yield Finding(file, line, Severity.WARNING, Kind.COMMON, subject, found, expected)
