"""What a connector collected and a person brought is one post with two provenances.

The connectors' samples are read by the connectors themselves, the files by the import, both are
landed and loaded as every day.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from tests.connectors import networks
from tests.connectors import test_bluesky_connector as bluesky
from tests.connectors import test_facebook_connector as facebook
from tests.connectors import test_instagram_connector as instagram
from tests.connectors import test_mastodon_connector as mastodon
from tests.connectors import test_telegram_connector as telegram
from tests.connectors import test_threads_connector as threads
from tests.connectors import test_x_connector as x
from tests.connectors import test_youtube_connector as youtube
from tests.connectors.samples_of import sample
from tests.fakes import NOW, a_post, a_slot
from tests.imports.places import ROW, a_place, loaded
from tests.imports.test_archives_and_pictures import PNG, a_page, a_warc
from tests.landed import land_posts

from patroli import stages
from patroli.connectors.native import id_of
from patroli.decisions import ReviewLog, Word
from patroli.evidence import write_evidence
from patroli.history import History
from patroli.import_file import Typed, brought, land_import, typed_post
from patroli.imports import read_file
from patroli.model import Account, Ask, Decision, Platform, Post
from patroli.workspace import Workspace

BEFORE = NOW - timedelta(days=1)
ONE = "SELECT count(*) FROM posts"
ROADS = """
    SELECT DISTINCT f.purpose FROM sightings AS s JOIN fetches AS f USING (fetch_id) ORDER BY 1
"""


@dataclass(frozen=True)
class Road:
    """A post as its connector reads it, and the ways in which people name it."""

    account: str
    """The address of whose it is."""
    post: Callable[[], Post]
    names: tuple[str, ...]
    """Addresses, and ids as files have them."""


CODE, PK = "DRRuwaTOQAG", "3770000000000000006"


def _instagram() -> Post:
    data = sample("instagram/media")
    (first, *_) = data["business_discovery"]["media"]["data"]
    first["permalink"] = f"https://www.instagram.com/reel/{CODE}/"
    return networks.read(instagram.SLOT, data).posts[0]


def _threads() -> Post:
    data = sample("threads/posts")
    data["data"][0]["permalink"] = f"https://www.threads.com/@dewi.lestawa/post/{CODE}"
    return networks.read(threads.SLOT, data, threads.first_list()).posts[0]


def _facebook_hidden() -> Post:
    """As Meta tells it since 2022: the address holds a `pfbid…`."""
    data = sample("facebook/published-posts")
    address = "https://www.facebook.com/permalink.php?story_fbid=pfbid0AbCdEf&id=100100100100100"
    data["data"][0]["permalink_url"] = address
    return facebook.listed(data).posts[0]


def _facebook_video() -> Post:
    data = sample("facebook/published-posts")
    data["data"][0]["permalink_url"] = "https://www.facebook.com/Disdik.TelagaBiru/videos/998877/"
    return facebook.listed(data).posts[0]


def _bluesky() -> Post:
    return next(p for p in bluesky.posts().values() if "feed.post" in p.native_id)


def _edited() -> Post:
    """Edited once on X: its address names the second wording."""
    post = x.read(sample("x/timeline"), _tweets()).posts[0]
    ids = ("1900000000000000001", "1900000000000000002")
    return replace(post, native_id=ids[0], id=id_of(Platform.X, ids[0]), url=_tweet(ids[1]))


def _tweets() -> Ask:
    return x.X.start(x.ACCOUNT, x.READ)[0]


def _tweet(number: str) -> str:
    return f"https://x.com/DewiLestawa/status/{number}"


DID, _, KEY = _bluesky().native_id.removeprefix("at://").partition("/app.bsky.feed.post/")
VIDEO = next(iter(youtube.uploads()))
UPDATE = next(p for p in mastodon.posts().values() if "/statuses/" in p.url or "/@" in p.url)
NUMBER = UPDATE.native_id.rpartition("/")[2]
PAGE = "100100100100100"

ROADS_OF = {
    "facebook": Road(
        "https://www.facebook.com/Disdik.TelagaBiru",
        lambda: facebook.listed(facebook.POSTS).posts[0],
        (
            "300",
            f"{PAGE}_300",
            "https://www.facebook.com/Disdik.TelagaBiru/posts/ayo-maju/300/",
            f"https://m.facebook.com/story.php?story_fbid=300&id={PAGE}",
            f"https://web.facebook.com/permalink.php?story_fbid=300&id={PAGE}",
            f"https://www.facebook.com/{PAGE}_300",
        ),
    ),
    "facebook behind a pfbid": Road(
        "https://www.facebook.com/Disdik.TelagaBiru",
        _facebook_hidden,
        (
            "300",
            "https://www.facebook.com/Disdik.TelagaBiru/posts/pfbid0AbCdEf",
            "https://www.facebook.com/permalink.php?story_fbid=pfbid0AbCdEf&id=100100100100100",
        ),
    ),
    "facebook's video": Road(
        "https://www.facebook.com/Disdik.TelagaBiru",
        _facebook_video,
        (
            f"{PAGE}_300",
            "https://www.facebook.com/watch/?v=998877",
            "https://www.facebook.com/reel/998877",
            "https://m.facebook.com/Disdik.TelagaBiru/videos/hari-guru/998877/",
        ),
    ),
    "telegram": Road(
        "https://t.me/KabarDanau",
        lambda: telegram.posts()[12],
        (
            "https://t.me/KabarDanau/12",
            "https://t.me/s/kabardanau/12?single",
            "https://telegram.me/kabardanau/12",
            f"https://t.me/c/{telegram.CHANNEL}/12",
            "KabarDanau-12",
            "12",
            f"-100{telegram.CHANNEL}/12",
        ),
    ),
    "bluesky": Road(
        "https://bsky.app/profile/dewi.lestawa.example",
        _bluesky,
        (
            _bluesky().native_id,
            f"https://bsky.app/profile/{DID}/post/{KEY}",
            f"https://bsky.app/profile/Dewi.Lestawa.example/post/{KEY}",
        ),
    ),
    "mastodon": Road(
        "https://mastodon.example/@dewi",
        lambda: UPDATE,
        (
            f"https://mastodon.example/@dewi/{NUMBER}",
            f"https://mastodon.example/users/dewi/statuses/{NUMBER}",
        ),
    ),
    "mastodon with numbered people": Road(
        "https://mastodon.example/@dewi",
        lambda: replace(
            UPDATE,
            native_id=f"https://mastodon.example/ap/users/77/statuses/{NUMBER}",
            id=id_of(Platform.MASTODON, f"https://mastodon.example/ap/users/77/statuses/{NUMBER}"),
        ),
        (f"https://mastodon.example/@dewi/{NUMBER}",),
    ),
    "x": Road(
        "https://x.com/DewiLestawa",
        _edited,
        (
            "1900000000000000001",
            _tweet("1900000000000000001"),
            "https://mobile.twitter.com/DewiLestawa/status/1900000000000000001?s=20",
            "https://x.com/i/web/status/1900000000000000001",
            _tweet("1900000000000000002"),
        ),
    ),
    "instagram": Road(
        "https://www.instagram.com/dewi.lestawa/",
        _instagram,
        (
            CODE,
            PK,
            f"{PK}_4400000000",
            f"https://www.instagram.com/p/{CODE}/?img_index=2",
            f"https://www.instagram.com/dewi.lestawa/reel/{CODE}/",
            f"https://www.instagram.com/tv/{CODE}/",
        ),
    ),
    "threads": Road(
        "https://www.threads.net/@dewi.lestawa",
        _threads,
        (
            CODE,
            PK,
            f"https://www.threads.net/@dewi.lestawa/post/{CODE}",
            f"https://www.threads.com/t/{CODE}/?x=1",
        ),
    ),
    "youtube": Road(
        "https://www.youtube.com/@DewiLestawa",
        lambda: youtube.uploads()[VIDEO],
        (
            VIDEO,
            f"https://youtu.be/{VIDEO}?si=x",
            f"https://www.youtube.com/live/{VIDEO}",
            f"https://m.youtube.com/shorts/{VIDEO}",
            f"https://music.youtube.com/watch?v={VIDEO}&t=3s",
        ),
    ),
}


def place_for(road: Road, folder: Path) -> Workspace:
    place = a_place(folder)
    file = place.config_folder / "accounts" / "pegawai.csv"
    platform = road.post().platform.value
    row = ROW.format(id="diawasi", platform=platform, address=road.account, last="")
    file.write_text(file.read_text("utf-8") + row, "utf-8")
    return Workspace.open(place.config_folder, place.data)


def collect(place: Workspace, road: Road, post: Post | None = None, at: datetime = NOW) -> None:
    post = post or road.post()
    slot = a_slot(road.account, platform=post.platform, account_id="diawasi")
    land_posts(place.landing, [post], slot=slot, at=at)


def bring(place: Workspace, road: Road, name: str, when: str = "") -> None:
    post = road.post()
    handle = road.account.rstrip("/").rpartition("/")[2]
    path = place.data.parent / "catatan.csv"
    moment = when or (post.published_at or NOW).isoformat()
    path.write_text(f"id,akun,isi,waktu,tautan\n{_cells(name, handle, moment)}\n", "utf-8")
    source = brought(path, "table", "Sari Manu", NOW)
    land_import(place, source, read_file("table", path.name, source.data, {}, post.platform))


def _cells(name: str, handle: str, when: str) -> str:
    is_url = name.startswith("http")
    return f"{'' if is_url else name},{handle},halo,{when},{name if is_url else ''}"


EACH = [
    pytest.param(road, name, id=f"{kind}-{name[:60]}")
    for kind, road in ROADS_OF.items()
    for name in road.names
]


@pytest.mark.parametrize(("road", "name"), EACH)
def test_collected_and_then_brought_is_one_post(road: Road, name: str, tmp_path: Path) -> None:
    place = place_for(road, tmp_path)
    collect(place, road)
    bring(place, road, name)
    assert loaded(place, ONE) == [(1,)]
    assert loaded(place, ROADS) == [("import",), ("list",)]


@pytest.mark.parametrize(("road", "name"), EACH)
def test_brought_and_later_collected_is_one_post(road: Road, name: str, tmp_path: Path) -> None:
    place = place_for(road, tmp_path)
    bring(place, road, name)
    first = loaded(place, "SELECT post_id FROM posts")
    collect(place, road)
    assert loaded(place, "SELECT post_id FROM posts") == first
    assert loaded(place, ROADS) == [("import",), ("list",)]


ADDRESSES = [
    pytest.param(road, name, id=f"{kind}-{name[:60]}")
    for kind, road in ROADS_OF.items()
    for name in [n for n in road.names if n.startswith("http")][:1]
]


@pytest.mark.parametrize(("road", "name"), ADDRESSES)
def test_an_archived_page_of_a_collected_post_is_that_post(
    road: Road, name: str, tmp_path: Path
) -> None:
    place = place_for(road, tmp_path)
    collect(place, road)
    path = place.data.parent / "telusur.warc"
    path.write_bytes(a_warc((name, a_page(name)), packed=False))
    source = brought(path, "warc", "Sari Manu", NOW)
    land_import(place, source, read_file("warc", path.name, source.data, {}, None), whose(place))
    assert loaded(place, ONE) == [(1,)]
    assert loaded(place, ROADS) == [("import",), ("list",)]


@pytest.mark.parametrize(("road", "name"), ADDRESSES)
def test_a_screenshot_with_its_address_is_of_the_collected_post(
    road: Road, name: str, tmp_path: Path
) -> None:
    place = place_for(road, tmp_path)
    collect(place, road)
    path = place.data.parent / "foto.png"
    path.write_bytes(PNG)
    source = brought(path, "screenshot", "Sari Manu", NOW)
    form = Typed(url=name, text="halo", published=f"{road.post().published_at:%d/%m/%Y}")
    account = whose(place)
    read = typed_post(path.name, source.data, source.sha256, account, form, NOW)
    land_import(place, source, read, account)
    assert loaded(place, ONE) == [(1,)]
    assert loaded(place, ROADS) == [("list",), ("typed",)]


def whose(place: Workspace) -> Account:
    return next(one for one in place.config.accounts if one.id == "diawasi")


WAYS = [
    pytest.param(road, one, other, id=f"{kind}-{one[:40]}-{other[:40]}")
    for kind, road in ROADS_OF.items()
    for one, other in product(road.names[:1], road.names[-1:])
    if one != other
]


@pytest.mark.parametrize(("road", "one", "other"), WAYS)
def test_brought_twice_beside_its_collecting_is_one_post(
    road: Road, one: str, other: str, tmp_path: Path
) -> None:
    place = place_for(road, tmp_path)
    collect(place, road)
    bring(place, road, one)
    bring(place, road, other, "2029-11-21")
    assert loaded(place, ONE) == [(1,)]


def test_the_same_name_at_another_time_is_another_post(tmp_path: Path) -> None:
    """A handle changes hands: what the channel's former owner wrote is not the new one's."""
    road = ROADS_OF["telegram"]
    place = place_for(road, tmp_path)
    collect(place, road)
    bring(place, road, "https://t.me/KabarDanau/12", "2029-06-01")
    assert loaded(place, ONE) == [(2,)]


def test_two_channels_that_bore_one_name_stay_two(tmp_path: Path) -> None:
    road = ROADS_OF["telegram"]
    place = place_for(road, tmp_path)
    collect(place, road)
    other = replace(
        road.post(), native_id="99887766/12", id=id_of(Platform.TELEGRAM, "99887766/12")
    )
    collect(place, road, replace(other, text="lain"))
    assert loaded(place, ONE) == [(2,)]


def test_a_repost_is_not_what_it_shares(tmp_path: Path) -> None:
    road = ROADS_OF["bluesky"]
    place = place_for(road, tmp_path)
    shares = [p for p in bluesky.posts().values() if "feed.repost" in p.native_id]
    for post in shares:
        collect(place, road, post)
        bring(place, road, post.url)
    assert loaded(place, ONE) == [(2 * len(shares),)]
    assert shares


def test_a_page_and_what_a_feed_says_of_it_are_one_post(tmp_path: Path) -> None:
    """WordPress names a post by its number in feeds; a page without that tells its address."""
    place = a_place(tmp_path)
    fed = a_post("halo", native_id="http://dewi.example/?p=12", url="http://dewi.example/kabar/a/")
    page = a_post("halo", native_id="http://dewi.example/kabar/a/", platform=Platform.PAGE)
    land_posts(place.landing, [fed], slot=a_slot("http://dewi.example/feed"))
    land_posts(place.landing, [page], slot=a_slot("http://dewi.example/kabar"), round_id="r2")
    assert loaded(place, ONE) == [(1,)]


def test_a_comment_is_not_the_page_it_stands_under(tmp_path: Path) -> None:
    place = a_place(tmp_path)
    where = "http://dewi.example/kabar/a/"
    fed = a_post("halo", native_id="http://dewi.example/?p=12", url=where)
    said = "http://dewi.example/?p=12#comment-5"
    said_of = a_post("setuju", native_id=said, url=f"{where}#comment-5")
    land_posts(place.landing, [fed, said_of], slot=a_slot("http://dewi.example/feed"))
    assert loaded(place, ONE) == [(2,)]


KEPT = "SELECT post_id, version FROM sightings ORDER BY ALL"


def test_the_history_built_again_has_the_same_ids(tmp_path: Path) -> None:
    road = ROADS_OF["telegram"]
    place = place_for(road, tmp_path)
    collect(place, road, at=BEFORE)
    loaded(place, ONE)
    bring(place, road, "https://t.me/KabarDanau/12")
    before = loaded(place, KEPT)
    place.history.unlink()
    assert loaded(place, KEPT) == before


def test_what_was_decided_holds_under_whichever_name_a_post_was_met_first(tmp_path: Path) -> None:
    """Of one day nothing tells what was loaded first: built again, the other name may be it."""
    road = ROADS_OF["telegram"]
    place = place_for(road, tmp_path)
    collect(place, road)
    decided = {(str(p), str(v)): "bukan pelanggaran" for p, v in loaded(place, KEPT)}
    bring(place, road, "https://t.me/KabarDanau/12")
    assert set(decided) < set(loaded(place, KEPT))
    place.history.unlink()
    again = set(loaded(place, KEPT))
    assert not set(decided) & again
    with History.open(place.history) as history:
        assert set(history.under_kept_ids(decided)) < again


def test_evidence_is_found_by_every_name_and_says_what_taught_it(tmp_path: Path) -> None:
    road = ROADS_OF["telegram"]
    place = place_for(road, tmp_path)
    bring(place, road, "https://t.me/KabarDanau/12")
    collect(place, road)
    stages.load(place, NOW)
    stages.publish(place, NOW)
    (snapshot,) = place.snapshots.glob("*.duckdb")
    first = id_of(Platform.TELEGRAM, "kabardanau/12")
    word = Decision(road.post().id, "v", "butir", Word.NONE.value, "lain", "Sari Manu", NOW)
    ReviewLog(place.review_log).append(word)
    for name in (first, road.post().id, road.post().native_id):
        folder = tmp_path / f"bukti-{name[:5]}"
        write_evidence(place.data, snapshot, name, folder, NOW)
        told = json.loads((folder / "post.json").read_text("utf-8"))
        assert told["post_id"] == first
        assert [fetch["purpose"] for fetch in told["fetches"]] == ["import", "list"]
        ((name_id, batch),) = [(row["name_id"], row["batch"]) for row in told["post_names"]]
        assert name_id == road.post().id
        assert batch in {row["batch"] for row in told["batches"]}
        assert len(json.loads((folder / "decisions.json").read_text("utf-8"))) == 1


def test_what_cannot_be_known_to_be_one_is_told_to_be_possibly_one(tmp_path: Path) -> None:
    """An id of the Meta Content Library leads to no post; the words and the minute are alike."""
    road = ROADS_OF["facebook"]
    place = place_for(road, tmp_path)
    post = road.post()
    collect(place, road)
    stages.load(place, NOW)
    text = post.text.replace("\n", "  ").upper()
    path = place.data.parent / "mcl.csv"
    path.write_text(
        "id,text,creation_time,post_owner.username,mcl_url\n"
        f"881,{text},{post.published_at:%Y-%m-%d %H:%M:%S},Disdik.TelagaBiru,\n",
        "utf-8",
    )
    source = brought(path, "mcl", "Sari Manu", NOW)
    read = read_file("mcl", path.name, source.data, {}, Platform.FACEBOOK)
    land_import(place, source, read)
    report = stages.load(place, NOW)
    (pair,) = report.tables["possibly-one"]
    assert (pair["account_id"], pair["other_id"]) == ("diawasi", post.id)
    assert "possibly one post: 1 pairs; compare their addresses" in report.notes
    assert "possibly-one" not in stages.load(place, NOW).tables
