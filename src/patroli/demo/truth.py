"""A world in, what was planted in it out: what tests hold queue and ledger against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from patroli.demo.draft import Kind
from patroli.demo.places import Manner, host_of, manner_of
from patroli.demo.world import Utterance, World
from patroli.model import Form, post_id

_HIDDEN = {Manner.REFUSES, Manner.DOWN}


@dataclass(frozen=True, slots=True)
class Truth:
    """One planted post."""

    post_id: str
    """The id that collecting gives it, whichever way it is met."""
    url: str
    account_id: str
    kinds: frozenset[Kind]
    form: Form | None
    contestant: str
    """Empty where the post is about none or all."""
    group: str
    """Shared by copies of one text."""
    reachable: bool
    """False on a host that refuses or is down, where nobody can read it."""
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    texts: tuple[str, ...]
    """What it says and, after an edit, said later."""


def truth(world: World) -> tuple[Truth, ...]:
    """Every planted post, oldest first. What is not in it was planted as harmless."""
    return tuple(told for told in map(_told, world.utterances) if told is not None)


def _told(post: Utterance) -> Truth | None:
    planted = post.planted
    if planted is None:
        return None
    return Truth(
        post_id=post_id("web", post.native_id),
        url=post.link,
        account_id=post.account_id,
        kinds=planted.kinds,
        form=planted.form,
        contestant=planted.contestant,
        group=planted.group,
        reachable=manner_of(host_of(post.link)) not in _HIDDEN,
        created_at=post.created_at,
        edited_at=post.editions[1].at if len(post.editions) > 1 else None,
        deleted_at=post.deleted_at,
        texts=tuple(edition.text for edition in post.editions),
    )
