"""Whether a known post still answers at its own address."""

from __future__ import annotations

import pytest
from tests.connectors.builders import FEED, SITE, html, known, reading

from patroli.connectors.recheck import page_links
from patroli.model import Ask, Outcome, Reading, SlotState

POST = known(f"{SITE}/?p=12", f"{SITE}/2029/11/berita-0/")
ASK = Ask(POST.url, "recheck", subject=POST.post_id)


def rechecked(body: str = "", *, status: int = 200, url: str = "") -> Reading:
    state = SlotState(known=(POST,))
    return reading(body, FEED, state, ask=ASK, status=status, url=url, kind="text/html")


def test_a_post_that_answers_is_there_and_is_no_new_version() -> None:
    result = rechecked(html())
    assert (result.outcome, result.posts, result.absences) == (Outcome.UNCHANGED, (), ())


def test_an_empty_page_says_nothing_about_the_post() -> None:
    result = rechecked("")
    assert (result.outcome, result.absences) == (Outcome.FAILED, ())


@pytest.mark.parametrize("url", [POST.url.replace("http:", "https:"), POST.url.rstrip("/")])
def test_a_redirect_to_the_same_place_is_the_post(url: str) -> None:
    assert rechecked(html(), url=url).outcome is Outcome.UNCHANGED


@pytest.mark.parametrize("status", [404, 410])
def test_a_post_that_is_not_found_is_one_sign_of_absence(status: int) -> None:
    result = rechecked(status=status)
    (absence,) = result.absences
    assert result.outcome is Outcome.GONE
    assert (absence.post_id, absence.signal) == (POST.post_id, f"status {status}")


def test_a_page_that_says_it_is_not_there_is_an_absence_whatever_its_status() -> None:
    (absence,) = rechecked(html(head="<title>Halaman tidak ditemukan</title>")).absences
    assert absence.signal == "soft 404"


@pytest.mark.parametrize(
    ("status", "title", "outcome"),
    [
        (401, "Masuk", Outcome.LOGIN_WALL),
        (403, "Dinas", Outcome.BLOCKED),
        (404, "Just a moment...", Outcome.BLOCKED),
        (200, "Just a moment...", Outcome.BLOCKED),
        (200, "Sedang dalam perbaikan", Outcome.FAILED),
        (429, "Dinas", Outcome.RATE_LIMITED),
        (500, "Dinas", Outcome.FAILED),
        (503, "Dinas", Outcome.FAILED),
    ],
)
def test_a_wall_is_no_absence(status: int, title: str, outcome: Outcome) -> None:
    result = rechecked(html(head=f"<title>{title}</title>"), status=status)
    assert (result.outcome, result.absences) == (outcome, ())


@pytest.mark.parametrize("url", [f"{SITE}/2029/11/berita-1/", f"{SITE}/", "http://lain.example/x"])
def test_a_redirect_to_another_post_is_not_the_post(url: str) -> None:
    (absence,) = rechecked(html(), url=url).absences
    assert absence.signal.startswith("redirected")


@pytest.mark.parametrize(
    "link",
    [
        f'<link rel="canonical" href="{POST.url}" />',
        f"<link rel='shortlink' href='{SITE}/?p=12'>",
        "<link href=/?p=12 rel=shortlink>",
    ],
)
def test_a_moved_post_that_names_itself_is_still_there(link: str) -> None:
    assert rechecked(html(head=link), url=f"{SITE}/arsip/berita-0/").outcome is Outcome.UNCHANGED


def test_another_post_that_names_itself_is_not_it() -> None:
    head = f'<link rel="canonical" href="{SITE}/2029/11/berita-1/">'
    assert rechecked(html(head=head), url=f"{SITE}/2029/11/berita-1/").outcome is Outcome.GONE


def test_a_redirect_to_the_login_page_is_a_login_wall() -> None:
    assert rechecked(html(), url=f"{SITE}/wp-login.php").outcome is Outcome.LOGIN_WALL


def test_links_of_a_head_are_found_in_any_spelling() -> None:
    text = "<LINK REL=canonical HREF='/a?x=1&amp;y=2'><link rel=icon href=/b><link rel=canonical>"
    assert page_links(text, SITE) == (f"{SITE}/a?x=1&y=2",)
