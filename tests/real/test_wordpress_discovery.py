"""Debian's WordPress found by its address alone: feed, sitemap and robots.txt, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest
from tests.fakes import a_slot
from tests.wordpress import WordPress, wordpress

from patroli.connectors import CONNECTORS
from patroli.connectors.wordpress_cursor import read_cursor
from patroli.model import Answer, Ask, Platform, Post, Slot, SlotState

pytestmark = [pytest.mark.wordpress, pytest.mark.timeout(200)]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordPress]:
    with wordpress(tmp_path_factory.mktemp("wordpress")) as running:
        for number in range(3):
            text = f"<p>Bersama warga di danau {number}</p>"
            # As people write: a post that a program publishes at once gets another permanent name.
            draft = running.write(f"Catatan {number}", text, status="draft")
            running.edit(draft, status="publish")
        yield running


def a_round(slot: Slot, state: SlotState) -> tuple[list[Post], SlotState]:
    """Every ask of a round, answered by the real server."""
    connector = CONNECTORS[slot.platform]
    asks, posts, cursor = list(connector.start(slot, state)), list[Post](), state.cursor
    while asks:
        ask = asks.pop(0)
        result = connector.read(slot, state, asked(ask))
        assert result.outcome.reached, (ask, result)
        posts += result.posts
        asks += result.asks
        cursor = cursor if result.cursor is None else result.cursor
    return posts, SlotState(cursor)


def asked(ask: Ask) -> Answer:
    answer = httpx.get(ask.url, follow_redirects=True, headers={"Accept": ask.accept}, timeout=60)
    headers = tuple(answer.headers.items())
    return Answer(
        ask, str(answer.url), answer.status_code, headers, answer.content, datetime.now(UTC)
    )


def titles(posts: list[Post]) -> set[str]:
    return {post.title for post in posts if post.title.startswith("Catatan")}


@pytest.mark.parametrize("path", ["/wp-sitemap.xml", "/robots.txt"])
def test_new_posts_are_found_in_a_sitemap_without_dates(site: WordPress, path: str) -> None:
    slot = a_slot(f"{site.url}{path}", platform=Platform.PAGE)
    first, state = a_round(slot, SlotState())
    assert titles(first) >= {"Catatan 0", "Catatan 1", "Catatan 2"}
    assert any("Bersama warga di danau 1" in post.text for post in first)
    again, state = a_round(slot, state)
    assert titles(again) == set()
    name = f"Catatan baru {path}"
    site.write(name, "<p>Piket pagi</p>")
    later, _ = a_round(slot, state)
    assert titles(later) == {name}


def test_the_feed_is_found_by_the_sites_address(site: WordPress) -> None:
    slot = a_slot(f"{site.url}/", platform=Platform.FEED)
    posts, state = a_round(slot, SlotState())
    assert titles(posts) >= {"Catatan 0", "Catatan 1", "Catatan 2"}
    assert state.cursor == f"{site.url}/feed/"
    assert titles(a_round(slot, state)[0]) == titles(posts)


def test_a_post_has_one_name_by_feed_and_by_sitemap(site: WordPress) -> None:
    feed, _ = a_round(a_slot(f"{site.url}/", platform=Platform.FEED), SlotState())
    slot = a_slot(f"{site.url}/wp-sitemap.xml", platform=Platform.PAGE)
    pages, _ = a_round(slot, SlotState())
    ids = [{post.title: post.id for post in found} for found in (feed, pages)]
    for title in ("Catatan 0", "Catatan 1", "Catatan 2"):
        assert ids[0][title] == ids[1][title]


def test_a_site_of_more_than_a_thousand_posts_is_read_whole(site: WordPress) -> None:
    site.write_many(1_250)
    slot, state = a_slot(f"{site.url}/", platform=Platform.WORDPRESS), SlotState()
    first, state = a_round(slot, state)
    assert len(first) == 1_000
    second, state = a_round(slot, state)
    read = {post.title for post in (*first, *second)}
    assert read >= {f"Kabar {number}" for number in range(1, 1_251)}
    assert read_cursor(state.cursor).read is None
