"""The page of health in a real browser: on a phone, by keyboard, on paper; it asks nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.sources.sample_health import sample_page

pytestmark = pytest.mark.chromium


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The invented morning as a file."""
    path = tmp_path / "health.html"
    path.write_text(sample_page(), "utf-8")
    return path


def test_opening_the_page_asks_nobody_and_complains_of_nothing(browser: Any, file: Path) -> None:
    tab = browser.new_page()
    told: list[str] = []
    tab.on("console", lambda message: told.append(message.text))
    tab.on("request", lambda request: told.append(request.url))
    tab.goto(file.as_uri())
    assert told == [file.as_uri()]
    assert tab.locator(".map path").count() == 38
    tab.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_is_wider_than_the_screen(
    browser: Any, file: Path, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    tab = context.new_page()
    tab.goto(file.as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    context.close()


def test_the_keyboard_reaches_what_is_asked_and_opens_what_is_folded(
    browser: Any, file: Path
) -> None:
    tab = browser.new_page()
    tab.goto(file.as_uri())
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skiplink"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "isi"
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.parentElement.open")
    tab.close()


def test_paper_shows_what_is_folded_on_the_screen(browser: Any, file: Path) -> None:
    tab = browser.new_page()
    tab.goto(file.as_uri())
    folded = tab.locator("details table").bounding_box()
    tab.emulate_media(media="print")
    assert not folded or folded["height"] == 0
    assert tab.locator("details table").bounding_box()["height"] > 100
    assert tab.pdf().startswith(b"%PDF")
    tab.close()
