"""Lists of comments in, posts, further replies and absences out."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from patroli.connectors import youtube_asks as ask
from patroli.connectors.answers import collected
from patroli.connectors.fields import Fields, at, text_at
from patroli.connectors.json_values import number_at
from patroli.connectors.youtube_posts import comment, thread_posts, video_in
from patroli.model import Absence, Answer, Ask, Outcome, Post, Reading, Slot, SlotState

MAX_PAGES = 3
"""Most pages of threads in one round. No place in this list is remembered."""
MAX_THREADS = 5
"""Most threads of one page whose further replies are asked for."""


def read_comments(
    slot: Slot, state: SlotState, answer: Answer, items: tuple[Fields, ...], following: str
) -> Reading:
    """The newest threads of a channel, and replies that the list leaves out."""
    posts = [post for item in items for post in thread_posts(slot, answer, item)]
    begun = [post for post in posts if "." not in post.native_id]
    is_old_news = bool(begun) and {k.post_id for k in state.known}.issuperset(p.id for p in begun)
    number = number_at({"page": answer.ask.purpose.partition(":")[2]}, "page") or 1
    page: tuple[Ask, ...] = ()
    if following and number < MAX_PAGES and not is_old_news:
        channel = _query(answer).get("allThreadsRelatedToChannelId", "")
        page = (ask.comments(channel, f"{ask.COMMENTS}:{number + 1}", following),)
    long = [item for item in items if _lacks_replies(state, item, posts)]
    asks = tuple(
        ask.replies(text_at(item, "id"), text_at(item, "snippet", "videoId"))
        for item in long[:MAX_THREADS]
    )
    left = len(long) - len(asks)
    detail = f"{left} threads hold replies that were not read" if left else ""
    reading = collected(slot, state, posts, detail)
    return Reading(reading.outcome, reading.detail, reading.posts, asks=(*page, *asks))


def _lacks_replies(state: SlotState, item: Fields, posts: list[Post]) -> bool:
    """Whether a thread has more replies than the answer holds and than are known."""
    total, begin = at(item, "snippet", "totalReplyCount"), f"{text_at(item, 'id')}."
    if not isinstance(total, int) or len(begin) < 2:
        return False
    names = {post.native_id for post in posts} | {known.native_id for known in state.known}
    return total > sum(name.startswith(begin) for name in names)


def read_replies(
    slot: Slot, state: SlotState, answer: Answer, items: tuple[Fields, ...]
) -> Reading:
    """All replies of one thread."""
    number = answer.ask.purpose.partition(":")[2]
    found = (comment(slot, answer, item, number) for item in items)
    return collected(slot, state, [post for post in found if post])


def read_known_comments(
    slot: Slot, state: SlotState, answer: Answer, items: tuple[Fields, ...]
) -> Reading:
    """Known comments by id: those not listed are absent; a thread's is asked another way too."""
    addresses = {known.native_id: known.url for known in state.known}
    if answer.ask.purpose == ask.THREADS:
        posts = [post for item in items for post in thread_posts(slot, answer, item)]
    else:
        found = (comment(slot, answer, item, _video_of(item, addresses)) for item in items)
        posts = [post for post in found if post]
    here = {post.native_id for post in posts}
    asked = set(_query(answer).get("id", "").split(",")) - here
    missing = [known for known in state.known if known.native_id in asked]
    method = urlsplit(answer.ask.url).path.rpartition("/")[2]
    absences = tuple(Absence(k.post_id, k.url, f"{method}: not listed") for k in missing)
    if answer.ask.purpose == ask.COMMENT:
        outcome = Outcome.GONE if missing else Outcome.UNCHANGED
        return Reading(outcome, f"{len(posts)} listed by id", absences=absences)
    reading = collected(slot, state, posts)
    asks = tuple(map(ask.one_comment, missing)) if answer.ask.purpose == ask.THREADS else ()
    return Reading(reading.outcome, reading.detail, reading.posts, absences, asks)


def _video_of(item: Fields, addresses: dict[str, str]) -> str:
    """A list of replies may not say under which video they stand."""
    return text_at(item, "snippet", "videoId") or video_in(addresses.get(text_at(item, "id"), ""))


def _query(answer: Answer) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(answer.ask.url).query))
