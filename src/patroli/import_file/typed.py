"""A picture and what a person typed of it in, one post out. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from patroli.config.places import handle_in
from patroli.connectors.dates import parse_date
from patroli.connectors.native import native_in, why_nameless
from patroli.errors import BadInput
from patroli.imports import Item, Read
from patroli.imports.picture import check_picture
from patroli.model import Account


@dataclass(frozen=True, slots=True)
class Typed:
    """What the person typed; empty where it was not known."""

    url: str = ""
    """The post's own address: with it the post is the same as one that comes another way."""
    seen: str = ""
    """When it was seen, as a person writes it: of the account's zone."""
    published: str = ""
    text: str = ""
    """What the picture says, word for word."""


def typed_post(
    name: str, data: bytes, sha256: str, account: Account, typed: Typed, now: datetime
) -> Read:
    """Raises BadInput with every complaint: of the picture, the text, the address and the times."""
    wrong: list[str] = []
    try:
        check_picture(name, data)
    except BadInput as error:
        wrong.append(str(error))
    if not typed.text.strip():
        wrong.append("text: found nothing; expected what the picture says, typed word for word")
    native = native_in(account.platform, typed.url) if typed.url else f"picture:{sha256}"
    if not native:
        why = why_nameless(typed.url) or f"expected the address of a post on {account.platform}"
        wrong.append(f"url: found {typed.url!r}; {why}")
    seen = parse_date(typed.seen, account.zone, now) if typed.seen else None
    for what, told in (("seen-at", typed.seen), ("published", typed.published)):
        if told and parse_date(told, account.zone, now) is None:
            wrong.append(
                f"{what}: found {told!r}; expected a date that is not to come, like "
                "02/11/2029 08.15"
            )
    if wrong:
        raise BadInput("\n".join(wrong))
    handle = handle_in(account.platform, account.address)
    item = Item(
        line=1,
        platform=account.platform,
        handle=handle,
        native_id=native,
        url=typed.url,
        author=handle or account.holder,
        text=typed.text.strip(),
        published=typed.published,
        collected_at=seen,
        account_id=account.id,
        reader="typed",
    )
    note = (
        ""
        if typed.url
        else "without its address the post cannot be known again when it comes another way"
    )
    return Read((item,), notes=(note,) if note else ())
