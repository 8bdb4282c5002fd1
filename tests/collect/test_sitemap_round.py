"""A sitemap and its pages through the real client: evidence, robots.txt, and what decides."""

from __future__ import annotations

from pathlib import Path

from tests.collect.faults import answer, faults
from tests.collect.rounds import Team
from tests.collect.webs import some_settings
from tests.fakes import a_slot

from patroli.connectors import CONNECTORS
from patroli.model import Platform, Slot

PAGE = b"<html><head><title>%b</title></head><body><p>Bersama warga di danau %b</p></body></html>"


def urlset(base: str, *paths: str) -> bytes:
    dates = enumerate(paths, start=10)
    entries = (f"<url><loc>{base}{p}</loc><lastmod>2029-11-{n}</lastmod></url>" for n, p in dates)
    return f"<urlset>{''.join(entries)}</urlset>".encode()


def a_team(folder: Path) -> Team:
    return Team(folder, some_settings(), connectors=CONNECTORS)


def a_sitemap(address: str) -> Slot:
    return a_slot(address, platform=Platform.PAGE)


def test_one_page_that_cannot_be_read_leaves_the_sitemap_whole(tmp_path: Path) -> None:
    robots = answer(b"User-agent: *\nDisallow: /rahasia")
    with faults({"/robots.txt": robots}) as site:
        site.routes |= {
            "/sitemap.xml": answer(urlset(site.url(""), "/ada", "/rahasia/1", "/hilang", "/baru")),
            "/ada": answer(PAGE % (b"Ada", b"satu"), content_type="text/html"),
            "/baru": answer(PAGE % (b"Baru", b"dua"), content_type="text/html"),
        }
        team, slot = a_team(tmp_path), a_sitemap(site.url("/sitemap.xml"))
        report = team.one(slot)
        assert report.outcomes == {"collected": 1}
        assert report.posts == 2
        assert "1 single posts or pages could not be read" in report.entries[0].detail
        assert "/rahasia/1" not in site.pages
        outcomes = {row["url"].rpartition("/")[2]: row["outcome"] for row in team.rows("fetches")}
        assert outcomes["1"] == "robots_refused"
        assert outcomes["hilang"] == "gone"
        site.seen.clear()
        team.later(hours=8)
        team.one(slot)
        # The place was kept: known pages are read again, the others are not asked any more.
        assert sorted(site.pages) == ["/ada", "/baru", "/sitemap.xml"]
    team.verify()


def test_an_edited_and_a_deleted_page_of_a_sitemap_are_noticed(tmp_path: Path) -> None:
    with faults({}) as site:
        site.routes |= {
            "/sitemap.xml": answer(urlset(site.url(""), "/a", "/b")),
            "/a": answer(PAGE % (b"A", b"satu"), content_type="text/html"),
            "/b": answer(PAGE % (b"B", b"dua"), content_type="text/html"),
        }
        team, slot = a_team(tmp_path), a_sitemap(site.url("/sitemap.xml"))
        team.one(slot)
        site.routes["/a"] = answer(PAGE % (b"A", b"diubah"), content_type="text/html")
        del site.routes["/b"]
        team.later(hours=8)
        team.one(slot)
        team.later(hours=8)
        team.one(slot)
    texts = {row["text"] for row in team.rows("sightings")}
    assert {"A\n\nBersama warga di danau satu", "A\n\nBersama warga di danau diubah"} <= texts
    absences = team.rows("absences")
    assert {row["url"] for row in absences} == {site.url("/b")}
    assert len(absences) == 2
    team.verify()
