"""Facebook Pages from bytes.

The samples follow developers.facebook.com, "Page Published Posts", "Page Post" and "Story
Attachment", with an invented agency. No real server was asked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.connectors.networks import a_round, known, read
from tests.connectors.samples_of import holds_no_secret, sample
from tests.fakes import NOW, a_slot

from patroli.connectors import CONNECTORS
from patroli.connectors.json_values import query_of, words_of
from patroli.model import Ask, Key, Outcome, Platform, Reading, SlotState, Spend, Standing, post_id

FACEBOOK = CONNECTORS[Platform.FACEBOOK]
SLOT = a_slot("https://m.facebook.com/Disdik.TelagaBiru/", platform=Platform.FACEBOOK)
POSTS = sample("facebook/published-posts")
NUMBER = "100100100100100"


def first_list() -> Ask:
    (ask,) = read(SLOT, sample("facebook/page")).asks
    return ask


def listed(data: Any, state: SlotState = SlotState()) -> Reading:  # noqa: B008
    return read(SLOT, data, first_list(), state)


def test_a_page_is_found_by_its_name_and_its_posts_by_its_id() -> None:
    (ask,) = FACEBOOK.start(SLOT, SlotState())
    assert ask.url.startswith("https://graph.facebook.com/v26.0/disdik.telagabiru?")
    result = read(SLOT, sample("facebook/page"), ask)
    (profile,) = result.profiles
    assert (profile.native_id, profile.handle) == (NUMBER, "disdik.telagabiru")
    assert profile.standing is Standing.PUBLIC
    assert first_list().url.startswith(
        f"https://graph.facebook.com/v26.0/{NUMBER}/published_posts?"
    )


def test_every_ask_names_the_key_and_its_price_and_holds_no_secret() -> None:
    state = SlotState(known=(known(SLOT, f"{NUMBER}_280"), known(SLOT, f"{NUMBER}_270")))
    started = FACEBOOK.start(SLOT, state)
    asks = (*started, first_list(), *listed(POSTS).asks)
    assert {ask.key for ask in asks} == {Key("PATROLI_META_TOKEN")}
    assert started[1].spend == Spend("meta", 2)
    assert {ask.spend for ask in asks if ask is not started[1]} == {Spend("meta", 1)}
    assert holds_no_secret(*asks)


def test_the_next_page_is_asked_by_its_cursor_and_never_by_metas_link() -> None:
    ask = listed(POSTS).asks[0]
    assert query_of(ask.url)["after"] == "QVFIUmFmdGVy"
    assert "FICTIONALTOKEN" not in ask.url
    assert query_of(ask.url)["fields"] == query_of(first_list().url)["fields"]


def test_a_post_is_read_with_what_a_reader_sees() -> None:
    album, _, link = listed(POSTS).posts
    assert album.text == "Bersama kita sambut perubahan ✌\nFoto dari kegiatan pagi"
    assert album.author == "Dinas Pendidikan Telaga Biru"
    assert album.published_at == datetime(2029, 11, 23, 2, 10, tzinfo=UTC)
    assert album.id == post_id("facebook", "300")
    assert link.text == (
        "Jadwal ujian\nJadwal ujian semester\nUjian berlangsung sepekan\nhttps://dinas.example/ujian"
    )


def test_pictures_are_named_by_their_pages_which_stay() -> None:
    album = listed(POSTS).posts[0]
    assert album.media == (
        "https://www.facebook.com/photo.php?fbid=301",
        "https://www.facebook.com/photo.php?fbid=302",
    )


def test_a_shared_post_is_the_parent_of_the_share() -> None:
    share = listed(POSTS).posts[1]
    assert share.text == "Setuju, bagikan!"
    assert share.parent_text == "Bagas Wiratama\nMari menangkan perubahan untuk Telaga Biru"
    assert share.parent_id == post_id("facebook", "7001")


def test_an_unpublished_post_is_left_out() -> None:
    data = {"data": [{**POSTS["data"][0], "is_published": False}]}
    assert listed(data).posts == ()


def test_an_edited_text_is_a_new_version_of_the_same_post() -> None:
    before = listed(POSTS).posts[0]
    after = listed({"data": [{**POSTS["data"][0], "message": "Diubah"}]}).posts[0]
    assert after.id == before.id
    assert after.version != before.version


def test_no_further_page_is_asked_when_the_allowance_is_nearly_used() -> None:
    headers = (("X-App-Usage", '{"call_count":97,"total_time":1,"total_cputime":1}'),)
    result = read(SLOT, POSTS, first_list(), headers=headers)
    assert result.asks == ()
    assert "97 % of Meta's allowance" in result.detail
    assert words_of(result.cursor or "")["sweep"].isdigit()


def a_server(posts: list[dict[str, Any]], size: int = 5) -> Any:
    """The interface with these posts, newest first."""

    def answer(ask: Ask) -> Any:
        query = query_of(ask.url)
        if ask.purpose == "page":
            return sample("facebook/page")
        if "/comments?" in ask.url:
            return {"data": []}
        until = int(query.get("until") or 2**40)
        fitting = [
            p for p in posts if datetime.fromisoformat(p["created_time"]).timestamp() <= until
        ]
        at = int(query.get("after") or 0)
        page: dict[str, Any] = {
            "data": fitting[at : at + size],
            "paging": {"cursors": {"after": str(at + size)}},
        }
        if len(fitting) > at + size:
            page["paging"]["next"] = "https://graph.facebook.com/x?access_token=FICTIONALTOKEN"
        return page

    return answer


def a_post(number: int, age: timedelta) -> dict[str, Any]:
    created = (NOW - age).strftime("%Y-%m-%dT%H:%M:%S+0000")
    return {"id": f"{NUMBER}_{number}", "message": f"Catatan {number}", "created_time": created}


def test_rounds_read_everything_and_meet_a_backdated_post() -> None:
    posts = [a_post(n, timedelta(hours=10 * n)) for n in range(60)]
    state, got = SlotState(), set[str]()
    for _ in range(12):
        done = a_round(SLOT, state, a_server(posts))
        state, got = done.state, got | done.natives
        assert len([ask for ask in done.asks if "/comments?" not in ask.url]) <= 5
        assert len(done.asks) <= 10
    assert len(got) == 60
    backdated = a_post(999, timedelta(days=15))
    posts = sorted([*posts, backdated], key=lambda p: p["created_time"], reverse=True)
    for _ in range(14):
        done = a_round(SLOT, state, a_server(posts))
        state, got = done.state, got | done.natives
    assert f"{NUMBER}_999" in got


def test_a_round_that_the_budget_cuts_short_remembers_where_it_was() -> None:
    following = listed(POSTS).asks[0]
    cursor = words_of(listed(POSTS).cursor or "")
    assert following.aside
    assert cursor["floor"] == "2029-11-21T02:10:00+00:00"
    assert cursor["sweep"] == str(int(datetime(2029, 11, 21, 4, tzinfo=UTC).timestamp()))
    assert not first_list().aside


# ------------------------------------------------------------------ known posts


KNOWN = (known(SLOT, f"{NUMBER}_300"), known(SLOT, f"{NUMBER}_280"))


def test_known_posts_are_read_again_by_id_in_one_call() -> None:
    ask = FACEBOOK.start(SLOT, SlotState(known=KNOWN))[1]
    assert query_of(ask.url)["ids"] == f"{NUMBER}_300,{NUMBER}_280"
    data = {post["id"]: {**post, "message": "Diubah"} for post in POSTS["data"][::2]}
    result = read(SLOT, data, ask, SlotState(known=KNOWN))
    assert len(result.posts) == 2
    assert (result.asks, result.absences) == ((), ())


def test_a_post_that_an_older_state_knows_by_another_id_is_asked_once() -> None:
    old = replace(KNOWN[0], post_id=post_id("facebook", f"{NUMBER}_300"))
    old = replace(old, last_seen=old.last_seen - timedelta(days=1))
    state = SlotState(known=(KNOWN[0], old))
    ask = FACEBOOK.start(SLOT, state)[1]
    assert query_of(ask.url)["ids"] == f"{NUMBER}_300"
    result = read(SLOT, sample("facebook/missing"), ask, state, status=400)
    assert [one.subject for one in result.asks] == [KNOWN[0].post_id]


def test_one_post_that_is_gone_makes_each_be_asked_by_itself() -> None:
    state = SlotState(known=KNOWN)
    ask = FACEBOOK.start(SLOT, state)[1]
    result = read(SLOT, sample("facebook/missing"), ask, state, status=400)
    assert result.outcome is Outcome.UNCHANGED
    assert {a.subject for a in result.asks} == {one.post_id for one in KNOWN}
    gone = read(SLOT, sample("facebook/missing"), result.asks[0], state, status=400)
    assert gone.outcome is Outcome.GONE
    assert [(a.post_id, a.signal) for a in gone.absences] == [
        (KNOWN[0].post_id, "graph: not there")
    ]
    there = read(SLOT, POSTS["data"][2], result.asks[1], state)
    assert [post.id for post in there.posts] == [KNOWN[1].post_id]


def test_a_post_that_is_left_out_of_the_answer_is_asked_by_itself() -> None:
    state = SlotState(known=KNOWN)
    ask = FACEBOOK.start(SLOT, state)[1]
    (again,) = read(SLOT, {f"{NUMBER}_300": POSTS["data"][0]}, ask, state).asks
    assert again.subject == KNOWN[1].post_id


def test_a_post_that_is_not_published_any_more_is_absent() -> None:
    state = SlotState(known=KNOWN[:1])
    ask = FACEBOOK.start(SLOT, state)[1]
    hidden = {**POSTS["data"][0], "is_published": False}
    result = read(SLOT, {f"{NUMBER}_300": hidden}, ask, state)
    assert result.posts == ()
    assert [a.signal for a in result.absences] == ["graph: not published any more"]


def test_a_page_that_is_not_there_is_gone_and_no_post_is_absent_for_it() -> None:
    result = read(SLOT, sample("facebook/missing"), state=SlotState(known=KNOWN), status=400)
    assert result.outcome is Outcome.GONE
    assert [profile.standing for profile in result.profiles] == [Standing.GONE]
    assert result.absences == ()


def test_a_lost_token_is_no_sign_that_a_known_post_is_gone() -> None:
    state = SlotState(known=KNOWN)
    ask = replace(FACEBOOK.start(SLOT, state)[1], purpose="one", subject=KNOWN[0].post_id)
    for name in ("facebook/expired", "facebook/no-permission", "facebook/too-many"):
        assert read(SLOT, sample(name), ask, state, status=400).absences == ()
