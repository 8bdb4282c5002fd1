"""Walls are told from pages, and pages from walls."""

from __future__ import annotations

import pytest
from tests.connectors.builders import PAGE, an_answer, html

from patroli.connectors.walls import find_wall
from patroli.model import Answer, Ask, Outcome

LOGIN_FORM = "<form><input name=u><input type='password' name=p></form>"


def titled(title: str, body: str = "<p>Isi</p>") -> str:
    return html(body, head=f"<title>{title}</title>")


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        (titled("Just a moment..."), Outcome.BLOCKED),
        (titled("Attention Required! | Cloudflare"), Outcome.BLOCKED),
        (titled("Access Denied"), Outcome.BLOCKED),
        (titled("Request Rejected"), Outcome.BLOCKED),
        (
            titled("Dinas", "<script src=/cdn-cgi/challenge-platform/x.js></script>"),
            Outcome.BLOCKED,
        ),
        (titled("Halaman tidak ditemukan"), Outcome.GONE),
        (titled("Halaman tidak ditemukan - Dinas Kesehatan"), Outcome.GONE),
        (titled("404 Not Found"), Outcome.GONE),
        (titled("Error 404 | Dinas"), Outcome.GONE),
        (titled("Dinas", "<h1>Maaf, halaman yang Anda cari tidak ditemukan.</h1>"), Outcome.GONE),
        (titled("Dinas", "<h1 class=x><span>Page not found</span></h1>"), Outcome.GONE),
        (titled("Masuk | Laman Telaga", LOGIN_FORM), Outcome.LOGIN_WALL),
        (titled("Login", LOGIN_FORM), Outcome.LOGIN_WALL),
        (titled("Sedang dalam perbaikan"), Outcome.FAILED),
        (titled("Situs dalam pemeliharaan"), Outcome.FAILED),
        (titled("Maintenance"), Outcome.FAILED),
        (titled("Account Suspended"), Outcome.FAILED),
    ],
)
def test_a_wall_is_told_by_its_content(text: str, outcome: Outcome) -> None:
    wall = find_wall(an_answer(text, PAGE), text)
    assert wall is not None
    assert wall.outcome is outcome


@pytest.mark.parametrize(
    "text",
    [
        html(),
        titled("404 warga ikut bakti sosial"),
        titled("Korban belum ditemukan, pencarian dilanjutkan"),
        titled("Perbaikan jalan dimulai Senin"),
        titled("Cara login aplikasi kepegawaian"),
        titled("Dinas Kesehatan", f"<h1>Bakti sosial</h1>{LOGIN_FORM}"),
        titled("Masuk angin dan obatnya", "<p>Isi</p>"),
        "",
        "bukan html",
    ],
)
def test_news_about_walls_is_no_wall(text: str) -> None:
    assert find_wall(an_answer(text, PAGE), text) is None


def test_a_redirect_to_the_login_page_is_a_login_wall() -> None:
    answer = an_answer(html(), PAGE, url="http://dinas.example/wp-login.php?redirect_to=x")
    wall = find_wall(answer, html())
    assert wall is not None
    assert wall.outcome is Outcome.LOGIN_WALL


def test_a_challenge_is_told_by_its_header() -> None:
    answer = an_answer("", PAGE, status=403, headers=(("cf-mitigated", "challenge"),))
    wall = find_wall(answer, "")
    assert wall is not None
    assert wall.outcome is Outcome.BLOCKED


def test_an_address_that_cannot_be_taken_apart_is_no_reason_to_fail() -> None:
    ask = Ask("http://[rusak/", "page")
    assert find_wall(Answer(ask, "http://[x/", 200, (), b"", an_answer("").fetched_at), "") is None


@pytest.mark.parametrize(
    "script", ["/cdn-cgi/challenge-platform/scripts/jsd/main.js", "/_Incapsula_Resource?S=1"]
)
def test_a_page_that_a_firewall_let_by_is_read_in_spite_of_its_script(script: str) -> None:
    paragraphs = "".join(f"<p>Warga membersihkan saluran air di ruas {n}.</p>" for n in range(6))
    page = html(f"<main>{paragraphs}</main><script src='{script}'></script>")
    assert find_wall(an_answer(page, PAGE), page) is None
