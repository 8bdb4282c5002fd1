"""However many ways a post comes, it is one post."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.fakes import NOW, a_post, a_slot
from tests.imports.places import a_place, loaded
from tests.imports.test_platform_items import META, a_story, a_tweet
from tests.landed import land_posts

from patroli.connectors.native import id_of
from patroli.import_file import brought, land_import
from patroli.imports import read_file
from patroli.model import Platform
from patroli.workspace import Workspace


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return a_place(tmp_path)


def bring(place: Workspace, kind: str, text: str, platform: Platform | None = None) -> None:
    path = place.data.parent / f"{kind}-{len(text)}.txt"
    path.write_text(text, "utf-8")
    source = brought(path, kind, "Sari Manu", NOW)
    land_import(place, source, read_file(kind, path.name, source.data, {}, platform))


def collected(place: Workspace, platform: Platform, native: str, account: str) -> None:
    """As a connector would land it."""
    post = a_post("halo", id=id_of(platform, native), platform=platform, native_id=native)
    land_posts(place.landing, [post], slot=a_slot(account_id=account))


def an_item(place: str, data: object) -> str:
    return json.dumps({"source_platform": place, "data": data})


def test_instagram_by_export_by_number_by_address_and_by_connector(place: Workspace) -> None:
    bring(place, "zeeschuimer", an_item("instagram.com", {**META, "user": {"username": "dewi_l"}}))
    bring(place, "4cat", "id,author,body\nDRRuwaTOQAG,dewi_l,halo\n", Platform.INSTAGRAM)
    bring(place, "table", "akun,isi,tautan\ndewi_l,ya,https://www.instagram.com/p/DRRuwaTOQAG/\n")
    bring(place, "table", "id,akun,isi\n3770000000000000006,dewi_l,itu\n", Platform.INSTAGRAM)
    collected(place, Platform.INSTAGRAM, "DRRuwaTOQAG", "dewi-ig")
    assert loaded(place, "SELECT native_id FROM posts") == [("DRRuwaTOQAG",)]
    assert loaded(place, "SELECT count(*) FROM sightings") == [(5,)]


def test_an_edited_post_on_x_by_export_by_address_and_by_connector(place: Workspace) -> None:
    first, second = "1900000000000000001", "1900000000000000002"
    edits = {"edit_tweet_ids": [first, second]}
    bring(place, "zeeschuimer", an_item("x.com", a_tweet(second, edit_control=edits)))
    bring(place, "table", f"akun,isi,tautan\nDewiL,halo,https://x.com/DewiL/status/{first}\n")
    collected(place, Platform.X, first, "dewi-x")
    assert loaded(place, "SELECT native_id FROM posts") == [(first,)]


def test_a_story_on_facebook_by_page_and_story_and_by_address(place: Workspace) -> None:
    story = "122100000000000001"
    rows = f"id,akun,isi\n61550000000000_{story},dewi.lestawa,halo\n"
    bring(place, "table", rows, Platform.FACEBOOK)
    link = f"https://www.facebook.com/dewi.lestawa/posts/{story}"
    bring(place, "table", f"akun,isi,tautan\ndewi.lestawa,ya,{link}\n")
    assert loaded(place, "SELECT native_id FROM posts") == [(story,)]


def test_a_story_on_facebook_by_each_pfbid_that_came_beside_its_number(place: Workspace) -> None:
    for hidden in ("pfbid0abc", "pfbid0xyz"):
        bring(place, "zeeschuimer", an_item("facebook.com", a_story(hidden=hidden)))
        link = f"https://www.facebook.com/dewi.lestawa/posts/{hidden}"
        loaded(place, "SELECT 1")
        bring(place, "table", f"akun,isi,tautan\ndewi.lestawa,{hidden},{link}\n")
    collected(place, Platform.FACEBOOK, "122100000000000001", "dewi-fb")
    assert loaded(place, "SELECT count(*) FROM posts") == [(1,)]
    assert loaded(place, "SELECT count(*) FROM sightings") == [(5,)]


def test_a_pfbid_that_no_answer_explained_stays_a_post_of_its_own(place: Workspace) -> None:
    bring(place, "zeeschuimer", an_item("facebook.com", a_story()))
    link = "https://www.facebook.com/dewi.lestawa/posts/pfbid0unmet"
    bring(place, "table", f"akun,isi,tautan\ndewi.lestawa,ya,{link}\n")
    assert loaded(place, "SELECT count(*) FROM posts") == [(2,)]


def test_two_that_were_kept_before_anything_told_they_are_one_are_known_to_be(
    place: Workspace,
) -> None:
    for hidden in ("pfbid0abc", "pfbid0xyz"):
        link = f"https://www.facebook.com/dewi.lestawa/posts/{hidden}"
        bring(place, "table", f"akun,isi,tautan\ndewi.lestawa,{hidden},{link}\n")
    loaded(place, "SELECT 1")
    for hidden in ("pfbid0abc", "pfbid0xyz"):
        bring(place, "zeeschuimer", an_item("facebook.com", a_story(hidden=hidden)))
        loaded(place, "SELECT 1")
    assert loaded(place, "SELECT count(*) FROM posts") == [(2,)]
    told = loaded(place, "SELECT name, count(DISTINCT post_id) FROM post_names GROUP BY name")
    assert sorted(told) == [("122100000000000001", 1), ("pfbid0xyz", 1)]


def test_a_video_on_tiktok_by_export_by_table_and_by_address(place: Workspace) -> None:
    number = "7301234567890123456"
    video = {"id": number, "author": {"uniqueId": "Dewi.Lestawa"}, "createTime": 1890000000,
             "desc": "halo"}  # fmt: skip
    bring(place, "zeeschuimer", an_item("tiktok.com", video))
    bring(place, "4cat", f"id,author,body\n{number},dewi.lestawa,halo\n", Platform.TIKTOK)
    link = f"https://m.tiktok.com/v/{number}.html"
    bring(place, "table", f"akun,isi,tautan\ndewi.lestawa,ya,{link}\n")
    said = {"cid": "7400000000000000001", "aweme_id": number, "text": "ya", "reply_id": "0",
            "create_time": 1890000000, "user": {"unique_id": "Dewi.Lestawa"}}  # fmt: skip
    assert loaded(place, "SELECT native_id FROM posts") == [(number,)]
    bring(place, "zeeschuimer", an_item("tiktok-comments", said))
    assert loaded(place, "SELECT count(*) FROM posts") == [(2,)]


def test_the_same_number_on_two_platforms_is_two_posts(place: Workspace) -> None:
    number = "7301234567890123456"
    bring(place, "table", f"id,akun,isi\n{number},dewi.lestawa,a\n", Platform.TIKTOK)
    bring(place, "table", f"id,akun,isi\n{number},dewi.lestawa,bb\n", Platform.FACEBOOK)
    assert loaded(place, "SELECT count(*) FROM posts") == [(2,)]
