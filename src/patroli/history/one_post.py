"""What comes and what is known of posts' names in, the id each post is kept under out. Pure.

A post has one id by itself, from its native id. Where an answer holds two names of one post (a
number and an address with a handle), both lead to the id that was met first, so that nothing that
was kept moves. Two posts that each came with two names are never taken for one through a third.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

SAME_TIME = timedelta(days=2)
"""How far two dates of one post may lie apart: a table has only the day, in some zone."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a post: the id it gives, and the text it is the hash of."""

    id: str
    text: str
    changes_hands: bool = False
    is_own: bool = False
    """Whether it is the same name as told, in the form that every road uses: it cannot err."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A post as an answer told it."""

    name: Name
    others: tuple[Name, ...]
    published_at: datetime | None
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Taught:
    """That a name is one of the post kept as `post_id`."""

    name: Name
    post_id: str
    published_at: datetime | None
    """Only of a name that changes hands: what is published at another time is another's."""
    batch: str = ""


@dataclass(slots=True)
class Known:
    """What the history holds of the ids at hand; grows while posts come."""

    leads: dict[str, list[tuple[str, datetime | None]]] = field(default_factory=dict)
    """By the id of a name: the posts it leads to."""
    named: dict[str, set[str]] = field(default_factory=dict)
    """By the id of a post: the ids of its other names."""
    posts: dict[str, datetime | None] = field(default_factory=dict)

    def learn(self, name_id: str, post_id: str, published_at: datetime | None) -> None:
        self.leads.setdefault(name_id, []).append((post_id, published_at))
        self.named.setdefault(post_id, set()).add(name_id)

    def lead(self, name_id: str, published_at: datetime | None) -> str:
        """The one post that a name leads to; empty for none, and for several."""
        leads = self.leads.get(name_id, ())
        found = {post for post, at in leads if _may_be_one(at, published_at)}
        return found.pop() if len(found) == 1 else ""

    def place_of(self, post_id: str) -> str:
        """Where something that names only a post belongs: a sign of absence, an answered post.

        A post is not taken for another's by a name that changes hands.
        """
        led = self.lead(post_id, None)
        dated = any(at for _, at in self.leads.get(post_id, ()))
        return post_id if not led or (dated and post_id in self.posts) else led


def settle(coming: Iterable[Coming], known: Known) -> tuple[Mapping[str, str], Sequence[Taught]]:
    """By each id that came, the id to keep it under; and what was taught."""
    kept: dict[str, str] = {}
    taught: list[Taught] = []
    for one in coming:
        home = _home(one, known)
        kept[one.name.id] = home
        known.posts.setdefault(home, one.published_at)
        for new in _lessons(one, home, known):
            known.learn(new.name.id, new.post_id, new.published_at)
            taught.append(new)
    return kept, taught


def _home(one: Coming, known: Known) -> str:
    for name in (one.name, *(other for other in one.others if other.is_own)):
        led = known.lead(name.id, one.published_at)
        if led or name.id in known.posts:
            return led or name.id
    return next((n.id for n in one.others if _is_it(one, n, known)), one.name.id)


def _is_it(one: Coming, name: Name, known: Known) -> bool:
    """Whether what was kept under another name of a new post is that post.

    What has other names already came with two, as this one does: were they one, their ids would
    be.
    """
    if name.id not in known.posts or known.named.get(name.id):
        return False
    return not name.changes_hands or _may_be_one(known.posts[name.id], one.published_at)


def _lessons(one: Coming, home: str, known: Known) -> Iterator[Taught]:
    for name in (one.name, *one.others):
        is_told = any(post == home for post, _ in known.leads.get(name.id, ()))
        is_anothers = name.id in known.posts and not _is_it(one, name, known)
        if name.id != home and not is_told and not is_anothers:
            at = one.published_at if name.changes_hands else None
            yield Taught(name, home, at, one.batch)


def _may_be_one(one: datetime | None, other: datetime | None) -> bool:
    return one is None or other is None or abs(one - other) <= SAME_TIME
