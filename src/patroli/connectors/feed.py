"""RSS, Atom, RDF and JSON feeds: an answer in, its posts out.

A site's own address will do: the feed that its page names is asked, and remembered as the cursor.
"""

from __future__ import annotations

import re
from collections import Counter

from patroli.connectors.address import (
    absolute,
    canonical,
    is_address,
    is_front_page,
    is_left_over,
    same_place,
)
from patroli.connectors.answers import collected, failed, never_raises, refusal
from patroli.connectors.dates import parse_date
from patroli.connectors.decode import decode
from patroli.connectors.feed_discovery import named_feed
from patroli.connectors.feed_item import Item, NotAFeed
from patroli.connectors.feed_items import feed_items
from patroli.connectors.recheck import PURPOSE, met_last_time, read_recheck, recheck_asks
from patroli.connectors.text import fragment, plain, tidy, titled
from patroli.connectors.walls import find_wall
from patroli.model import (
    Answer,
    Ask,
    Outcome,
    Platform,
    Post,
    Reading,
    Slot,
    SlotState,
    digest,
    post_id,
)

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9,"
    " text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)


_COMMENT = re.compile(r"#comment-\d{1,12}$")
FEED, FOUND = "feed", "found"
SEARCH_CAP = 100
"""A news search that gives exactly so many items was cut off."""


def start(slot: Slot, state: SlotState) -> tuple[Ask, ...]:
    """The feed's own address, or the one its site named; an unchanged feed may answer 304."""
    if is_address(state.cursor):
        return (_found(state.cursor),)
    return (Ask(slot.address, FEED, ACCEPT, conditional=True),)


@never_raises
def read(slot: Slot, state: SlotState, answer: Answer) -> Reading:
    """The posts of a feed, and rechecks of known posts that are in it no more."""
    text = decode(answer.body, answer.header("content-type"))
    if answer.ask.purpose == PURPOSE:
        return read_recheck(state, answer, text)
    refused = refusal(answer, text)
    if refused is not None:
        if refused.outcome is Outcome.GONE and state.cursor == answer.ask.url:
            return _look_again(slot, refused.detail)
        if refused.outcome is not Outcome.UNCHANGED:
            return refused
        asks = recheck_asks(slot, state, met_last_time(state))
        return Reading(refused.outcome, refused.detail, asks=asks)
    if not text.strip():
        return failed("an empty body where a feed was promised")
    try:
        items, is_whole = feed_items(text)
    except NotAFeed as error:
        return _no_feed(slot, state, answer, text, error)
    posts = _posts(slot, answer, items)
    reading = collected(slot, state, posts, _cap(slot, len(items)))
    if not is_whole:
        return _cut_off(reading, len(items))
    asks = recheck_asks(slot, state, {post.id for post in posts})
    found = answer.ask.url if answer.ask.purpose == FOUND else None
    cursor = None if found == state.cursor else found
    return Reading(reading.outcome, reading.detail, reading.posts, asks=asks, cursor=cursor)


def _cap(slot: Slot, items: int) -> str:
    """What to tell of a search that may hold more than it shows."""
    is_search = slot.keyword_id is not None and not slot.contains
    if not is_search or items != SEARCH_CAP:
        return ""
    return f"exactly {SEARCH_CAP} items: the search was cut off, narrow it (after: and before:)"


def _look_again(slot: Slot, why: str) -> Reading:
    """The site's own page once more, where the feed it named is not there any more."""
    ask = Ask(slot.address, FEED, ACCEPT)
    return Reading(Outcome.UNCHANGED, f"the feed found before is gone ({why})", asks=(ask,))


def _no_feed(slot: Slot, state: SlotState, answer: Answer, text: str, error: NotAFeed) -> Reading:
    wall = find_wall(answer, text)
    if wall is not None:
        return Reading(wall.outcome, wall.detail)
    head = text[:4096].lower()
    if not ("<html" in head or "<!doctype html" in head or "<body" in head):
        return failed(str(error))
    if answer.ask.purpose == FOUND and state.cursor == answer.ask.url:
        return _look_again(slot, "HTML stands there")
    feed = named_feed(text, answer.url) if answer.ask.purpose == FEED else ""
    if not feed or same_place(feed, answer.url):
        return failed("HTML where a feed was promised, and it names no feed")
    return Reading(Outcome.UNCHANGED, f"the page names a feed: {feed}", asks=(_found(feed),))


def _found(feed: str) -> Ask:
    return Ask(feed, FOUND, ACCEPT, conditional=True)


def _cut_off(reading: Reading, items: int) -> Reading:
    """What stands before the cut is kept; what stood behind it nobody knows, so none is missing."""
    detail = f"the feed was cut off; {items} whole items stand before the cut"
    said = "; ".join(filter(None, (detail, reading.detail)))
    return Reading(Outcome.FAILED, said, reading.posts)


def _posts(slot: Slot, answer: Answer, items: tuple[Item, ...]) -> tuple[Post, ...]:
    links = [canonical(absolute(item.link, answer.url)) for item in items]
    shared = {link for link, times in Counter(links).items() if times > 1}
    return tuple(
        _post(slot, answer, item, link if link not in shared else "")
        for item, link in zip(items, links, strict=True)
    )


def _post(slot: Slot, answer: Answer, item: Item, link: str) -> Post:
    title = plain(item.title)
    body, images = (tidy(item.content), ()) if item.is_text else fragment(item.content)
    native = _native_id(slot, item, link, title, body)
    url = absolute(item.link, answer.url) or (native if is_address(native) else answer.url)
    published, updated = item.published or item.updated, item.updated
    published_at = parse_date(published, slot.zone, answer.fetched_at)
    edited_at = parse_date(updated, slot.zone, answer.fetched_at) if item.published else None
    media = (absolute(address, answer.url) for address in (*item.media, *images))
    return Post(
        id=post_id("web", native),
        platform=Platform.FEED,
        native_id=native,
        url=url,
        author=plain(item.author),
        title=title,
        text=titled(title, body),
        published_at=published_at,
        published_raw=tidy(published),
        edited_at=edited_at if edited_at != published_at else None,
        parent_id=_parent_id(item, answer.url),
        parent_text="",
        parent_author="",
        media=tuple(dict.fromkeys(address for address in media if address)),
    )


def _parent_id(item: Item, base: str) -> str:
    """The id of the post this one replies to, named the way posts are: id first, then address."""
    # WordPress's feeds of comments name the post only in the comment's own name.
    guid = tidy(item.guid)
    names = (*item.parent, guid) if comment_part(guid) else item.parent
    named = (canonical(absolute(name, base)) for name in names if is_address(name))
    return next((post_id("web", name) for name in named if not is_front_page(name)), "")


def comment_part(address: str) -> str:
    """What names a comment under its post's address: WordPress writes `?p=12#comment-5`."""
    found = _COMMENT.search(address)
    return found.group() if found else ""


def _native_id(slot: Slot, item: Item, link: str, title: str, body: str) -> str:
    """The permanent name of an item: its address, else its id in this feed, else its content.

    A guid that is an address names the post on every road: WordPress gives `http://site/?p=12` in
    feeds, in its REST answers and in a page's shortlink. A link that several items share, or that
    is a front page, names none of them; nor does a guid of the machine the site was built on.
    """
    guid = tidy(item.guid)
    if is_address(guid) and not is_front_page(guid) and not is_left_over(guid, link):
        return canonical(guid) + comment_part(guid)
    if link and not is_front_page(link):
        return link
    if guid:
        return f"{canonical(slot.address)}#{guid}"
    return f"{canonical(slot.address)}#{digest(title, body, tidy(item.published))}"
