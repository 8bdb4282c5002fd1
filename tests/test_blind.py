"""Posts that the rules' authors have not seen: the labels are sound, the figures pinned."""

from __future__ import annotations

from collections import Counter

import pytest
from benchmarks.quality.blind import PARTS, PINNED, Post, judge, read_posts, report
from benchmarks.quality.measure import CORPUS, corpus_flags, shipped

MARK = "\ngeneral posts flagged per 1,000: "


def every_post() -> list[Post]:
    return [post for path in PARTS.values() for post in read_posts(path)]


def test_no_post_is_in_both_parts() -> None:
    posts = every_post()
    assert len({post.id for post in posts}) == len({(p.text, p.parent_text) for p in posts})
    assert len({post.id for post in posts}) == len(posts)


def test_each_form_and_each_contestant_has_its_share() -> None:
    wanted = [post for post in every_post() if post.expect and not post.unsure]
    forms = Counter(post.form for post in wanted)
    assert forms["F1"] >= 200
    assert all(forms[f"F{n}"] >= 40 for n in range(1, 8))
    named = [post.contestant for post in wanted if post.contestant]
    assert len(wanted) - len(named) <= 20, "posts that name nobody stay few"
    shares = Counter(named).values()
    assert len(shares) == 3
    assert max(shares) <= 1.1 * min(shares)


def test_there_are_enough_posts_that_must_not_be_flagged() -> None:
    calm = [post for post in every_post() if not post.expect and not post.unsure]
    assert sum(bool(post.trap) for post in calm) >= 200
    assert sum(not post.trap for post in calm) >= 100


def test_quality_on_posts_not_seen_is_what_is_pinned() -> None:
    """A change shows its price: `python benchmarks/quality/blind.py --pin` writes the new one."""
    matcher, contest = shipped()
    judged = {name: judge(matcher, contest, read_posts(path)) for name, path in PARTS.items()}
    assert report(judged) == PINNED.read_text("utf-8").split(MARK)[0]


@pytest.mark.skipif(not CORPUS.exists(), reason="../shared/corpora is not there")
def test_general_posts_are_flagged_as_rarely_as_the_blind_page_says() -> None:
    general = corpus_flags(*shipped())
    assert general is not None
    pinned = float(PINNED.read_text("utf-8").split(MARK)[1])
    assert 1000 * general[0] / general[1] == pytest.approx(pinned, abs=0.01)
