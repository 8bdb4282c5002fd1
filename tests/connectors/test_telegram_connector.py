"""Telegram's public preview. Its HTML is documented nowhere: the classes and attributes of the
samples are those that public readers of `t.me/s/NAME` rely on.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.connectors.builders import html
from tests.connectors.platforms import TELEGRAM, all_asks, asks, known_on, sample, says, utc
from tests.fakes import NOW

from patroli.connectors import CONNECTORS
from patroli.connectors.json_values import text_from, words_of
from patroli.model import Ask, KnownPost, Outcome, Platform, Post, SlotState, Standing, post_id

CHANNEL = "1492664793"
NEWEST = asks(TELEGRAM)["newest"]
EMBED = Ask("https://t.me/kabardanau/16?embed=1&mode=tme", "embed", subject="s")
SEARCH = replace(TELEGRAM, query="dukung BaRa", account_id=None, keyword_id="bara")


def page() -> str:
    found: str = sample("telegram/channel.html")
    return found


def posts(text: str = "") -> dict[int, Post]:
    read = says(TELEGRAM, text or page(), NEWEST).posts
    return {int(post.native_id.rpartition("/")[2]): post for post in read}


def known(*numbers: int, days_ago: float = 1) -> tuple[KnownPost, ...]:
    return tuple(
        known_on(
            Platform.TELEGRAM, f"{CHANNEL}/{n}", f"https://t.me/KabarDanau/{n}", days_ago=days_ago
        )
        for n in numbers
    )


def a_page(*numbers: int, older: int = 0) -> str:
    """A channel's page with short messages."""
    more = f'<a class="tme_messages_more" data-before="{older}"></a>' if older else ""
    blocks = "".join(
        f'<div class="tgme_widget_message" data-post="KabarDanau/{n}" data-view="eyJjIjotNX0">'
        f'<div class="tgme_widget_message_text">Catatan {n}</div>'
        f'<time datetime="{(NOW + timedelta(days=n - 51)).isoformat()}"></time></div>'
        for n in numbers
    )
    return f'<section class="tgme_channel_history">{more}{blocks}</section>'


# ------------------------------------------------------------------ what is asked


@pytest.mark.parametrize(
    "address",
    ["https://t.me/KabarDanau", "https://telegram.me/s/kabardanau/", "http://t.me/kabardanau"],
)
def test_a_channel_is_asked_by_its_preview_without_a_key(address: str) -> None:
    (ask,) = asks(replace(TELEGRAM, address=address)).values()
    assert ask.url == "https://t.me/s/kabardanau"
    assert ask.key is None


def test_a_search_is_one_within_the_channel() -> None:
    (ask,) = asks(SEARCH).values()
    assert ask.url == "https://t.me/s/kabardanau?q=dukung+BaRa"


# ------------------------------------------------------------------ posts


def test_a_message_is_read_with_all_it_says() -> None:
    post = posts()[12]
    assert post.id == post_id("telegram", f"{CHANNEL}/12")
    assert post.url == "https://t.me/KabarDanau/12"
    assert (post.author, post.author_handle) == ("Kabar Danau Telaga (Dewi L.)", "")
    assert post.text == (
        "✌ Ayo dukung BaRa\n\n"
        "Baca di sini (https://bara.example/program) atau bara.example #TelagaBiruMaju"
    )
    assert post.published_at == utc("2029-11-20T01:00:00+00:00")
    assert post.published_raw == "2029-11-20T01:00:00+00:00 (edited)"


def test_a_picture_is_told_by_what_does_not_change_from_look_to_look() -> None:
    tomorrow = page().replace("token-of-today", "token-of-tomorrow").replace("hariini", "besok")
    for number, post in posts().items():
        assert post.version == posts(tomorrow)[number].version
    assert posts()[12].media == ("https://t.me/KabarDanau/12#photo-5199618504284379935",)
    other = posts(page().replace("5199618504284379935", "5199618504284379999"))
    assert other[12].version != posts()[12].version


def test_a_message_without_text_is_read_by_its_poll_and_video() -> None:
    post = posts()[17]
    assert post.text == "Pilih siapa?\n\nNomor 2"
    assert post.media == ("https://t.me/KabarDanau/17#video-1",)
    assert post.published_at == utc("2029-11-21T01:00:00+00:00")


def test_messages_of_service_are_no_posts() -> None:
    assert set(posts()) == {12, 13, 14, 17}


def test_a_forward_is_the_channels_with_the_shared_message_as_its_parent() -> None:
    share = posts()[13]
    assert share.text == "RT @timbara: Mari menangkan perubahan"
    assert share.parent_id == post_id("telegram", "timbara/77")
    assert (share.parent_text, share.parent_author) == ("Mari menangkan perubahan", "timbara")


def test_a_forward_from_a_person_names_the_person() -> None:
    hidden = re.sub(
        r'<a class="tgme_widget_message_forwarded_from_name"[^>]*>(.*?)</a>',
        r'<span class="tgme_widget_message_forwarded_from_name">\1</span>',
        page(),
    )
    share = posts(hidden)[13]
    assert share.text == "RT Tim BaRa: Mari menangkan perubahan"
    assert (share.parent_id, share.parent_author) == ("", "Tim BaRa")


def test_a_reply_names_the_very_message_it_answers() -> None:
    reply = posts()[14]
    assert reply.text == "Sepakat"
    assert reply.parent_id == posts()[12].id
    assert (reply.parent_text, reply.parent_author) == ("✌ Ayo dukung BaRa", "kabardanau")


def test_an_album_is_one_post_with_all_its_pictures() -> None:
    assert posts()[14].media == (
        "https://t.me/KabarDanau/14#photo-5199618504284379936",
        "https://t.me/KabarDanau/14#photo-5199618504284379937",
    )


def test_a_hidden_link_is_written_out_behind_bold_words_too() -> None:
    link = '<a href="https://bara.example/x"><b>program</b></a>'
    text = a_page(1).replace("Catatan 1", f"Lihat {link} ini")
    assert posts(text)[1].text == "Lihat program (https://bara.example/x) ini"


def test_without_the_channels_number_the_name_stands_for_it() -> None:
    bare = re.sub(r' data-view="[^"]*"', "", page())
    post = posts(bare)[12]
    assert post.native_id == "kabardanau/12"
    (again, *_) = says(TELEGRAM, bare, NEWEST, SlotState(known=known(12))).posts
    assert again.native_id == f"{CHANNEL}/12"


@pytest.mark.parametrize("view", ["", "x", "eyJjIjoxZTk5fQ", "W10", "////", "eyJjIjp0cnVlfQ"])
def test_a_number_that_cannot_be_read_is_none(view: str) -> None:
    text = a_page(1).replace("eyJjIjotNX0", view)
    assert posts(text)[1].native_id == "kabardanau/1"


def test_messages_of_another_channel_are_not_this_ones() -> None:
    foreign = page().replace('data-post="KabarDanau/13"', 'data-post="lain/13"')
    assert 13 not in posts(foreign)


def test_a_keyword_without_a_search_is_looked_for_in_the_posts() -> None:
    slot = replace(TELEGRAM, contains="menangkan")
    (post,) = says(slot, page(), asks(slot)["newest"]).posts
    assert (post.native_id, post.author_handle) == (f"{CHANNEL}/13", "kabardanau")


# ------------------------------------------------------------------ pages


def fifty(ask: Ask) -> tuple[Any, int]:
    """Fifty messages by twenty a page."""
    if "embed" in ask.url:
        return sample("telegram/embed_not_found.html"), 200
    found = re.search(r"before=(\d+)", ask.url)
    before = int(found.group(1)) if found else 51
    numbers = range(max(before - 20, 1), before)
    return a_page(*numbers, older=numbers[0] if numbers[0] > 1 else 0), 200


def befores(made: list[Ask]) -> list[str]:
    return [ask.url.partition("before=")[2] for ask in made if "/s/" in ask.url]


def test_older_pages_are_asked_to_the_end() -> None:
    made, cursor = all_asks(TELEGRAM, SlotState(), fifty)
    assert befores(made) == ["", "31", "11"]
    assert words_of(cursor or "")["whole"] == "1"


def test_a_page_below_the_floor_ends_the_descent_and_the_sweep_goes_on_where_it_was() -> None:
    state = SlotState(text_from(floor=NOW.isoformat(), sweep="11"))
    made, cursor = all_asks(TELEGRAM, state, fifty)
    assert befores(made) == ["", "11"]
    assert words_of(cursor or "") == {"floor": NOW.isoformat(), "whole": "1"}


# ------------------------------------------------------------------ known posts


def test_a_hole_in_the_numbers_is_a_sign_of_absence_and_the_embed_is_another() -> None:
    state = SlotState(known=known(12, 15, 16))
    result = says(TELEGRAM, page(), NEWEST, state)
    gone = state.known[2]
    assert [(a.post_id, a.signal) for a in result.absences] == [(gone.post_id, "preview: hole")]
    ask = next(ask for ask in result.asks if ask.purpose == "embed")
    assert ask.url == "https://t.me/kabardanau/16?embed=1&mode=tme"
    second = says(TELEGRAM, sample("telegram/embed_not_found.html"), ask, state)
    assert second.outcome is Outcome.GONE
    assert [(a.post_id, a.signal) for a in second.absences] == [
        (gone.post_id, "embed: Post not found")
    ]


def test_a_post_newer_than_all_that_is_shown_is_a_hole_too() -> None:
    result = says(TELEGRAM, page(), NEWEST, SlotState(known=known(18)))
    assert len(result.absences) == 1


def test_a_post_older_than_the_page_is_asked_by_itself_and_no_hole() -> None:
    state = SlotState(known=(*known(5, days_ago=3), *known(12)))
    result = says(TELEGRAM, page(), NEWEST, state)
    assert result.absences == ()
    assert [ask.subject for ask in result.asks if ask.purpose == "embed"] == [
        state.known[0].post_id
    ]


def test_hits_of_a_search_have_no_holes() -> None:
    state = SlotState(known=known(16))
    assert says(SEARCH, page(), asks(SEARCH)["newest"], state).absences == ()


def test_a_page_without_messages_is_no_hole_but_each_known_post_is_asked() -> None:
    state = SlotState(known=known(12, 13))
    result = says(TELEGRAM, a_page(), NEWEST, state)
    assert (result.outcome, result.absences) == (Outcome.EMPTY, ())
    assert len(result.asks) == 2


def test_a_post_reads_the_same_by_itself_as_in_the_list() -> None:
    (post,) = (
        p
        for p in says(TELEGRAM, page(), EMBED, SlotState(known=known(12))).posts
        if p.native_id.endswith("/12")
    )
    assert post.version == posts()[12].version


@pytest.mark.parametrize(
    ("text", "status", "outcome"),
    [
        (html(), 200, Outcome.FAILED),
        ("", 404, Outcome.FAILED),
        ("", 429, Outcome.RATE_LIMITED),
        ('<div class="tgme_widget_message_error">Try again later</div>', 200, Outcome.FAILED),
        (html(head="<title>Just a moment...</title>"), 403, Outcome.BLOCKED),
    ],
)
def test_anything_else_about_one_post_is_no_absence(
    text: str, status: int, outcome: Outcome
) -> None:
    result = says(TELEGRAM, text, EMBED, SlotState(known=known(16)), status=status)
    assert (result.outcome, result.absences) == (outcome, ())


# ------------------------------------------------------------------ the channel


def test_the_newest_page_tells_who_the_channel_is() -> None:
    (profile,) = says(TELEGRAM, page(), NEWEST).profiles
    assert (profile.native_id, profile.handle) == (CHANNEL, "kabardanau")
    assert (profile.name, profile.standing) == ("Kabar Danau Telaga", Standing.PUBLIC)
    assert says(TELEGRAM, page(), replace(NEWEST, purpose="newest:2")).profiles == ()


def test_a_keyword_in_a_channel_tells_nothing_of_an_account() -> None:
    assert says(SEARCH, page(), asks(SEARCH)["newest"]).profiles == ()
    nobody = sample("telegram/nobody.html")
    assert says(SEARCH, nobody, NEWEST, url="https://t.me/kabardanau").profiles == ()


def test_a_message_the_preview_cannot_show_is_a_post_all_the_same() -> None:
    wrap = '<div class="message_media_not_supported_wrap">VIEW IN TELEGRAM</div>'
    text = re.sub(r'<div class="tgme_widget_message_text">.*?</div>', wrap, a_page(1))
    assert posts(text)[1].media == ("https://t.me/KabarDanau/1#other-1",)


def test_a_channel_without_a_preview_is_told_as_one() -> None:
    card = sample("telegram/card.html")
    result = says(TELEGRAM, card, NEWEST, url="https://t.me/kabardanau")
    assert result.outcome is Outcome.LOGIN_WALL
    assert "no public preview" in result.detail
    assert [(p.name, p.standing) for p in result.profiles] == [("Grup Danau", Standing.PRIVATE)]


def test_a_name_nobody_bears_is_gone() -> None:
    nobody = sample("telegram/nobody.html")
    result = says(TELEGRAM, nobody, NEWEST, url="https://t.me/kabardanau")
    assert result.outcome is Outcome.GONE
    assert [p.standing for p in result.profiles] == [Standing.GONE]


@pytest.mark.parametrize(
    ("text", "status", "outcome", "told"),
    [
        (html(), 200, Outcome.FAILED, "may have changed"),
        ("", 200, Outcome.FAILED, "may have changed"),
        ("", 429, Outcome.RATE_LIMITED, "429"),
        ("", 502, Outcome.FAILED, "502"),
        (html(head="<title>Just a moment...</title>"), 200, Outcome.BLOCKED, "firewall"),
        ("<div>" * 100_000, 200, Outcome.FAILED, "may have changed"),
    ],
)
def test_what_is_no_preview_says_what_it_is(
    text: str, status: int, outcome: Outcome, told: str
) -> None:
    result = says(TELEGRAM, text, NEWEST, status=status)
    assert result.outcome is outcome
    assert told in result.detail


def test_an_address_without_a_name_asks_nothing() -> None:
    slot = replace(TELEGRAM, address="https://t.me/joinchat/AAAA")
    assert CONNECTORS[Platform.TELEGRAM].start(slot, SlotState()) == ()
