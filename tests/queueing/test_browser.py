"""The page in a real browser: it filters, obeys the keyboard, prints, and asks nobody anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.queueing.sample_day import sample_candidates, sample_coverage, sample_queue
from tests.queueing.sample_parts import a_candidate, a_queue
from tests.queueing.test_page import hostile_queue, page_of

pytestmark = pytest.mark.chromium

PHONE = {"width": 360, "height": 740}


class Opened:
    """A page in a tab that notes every complaint and every request."""

    def __init__(self, browser: Any, file: Path, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.tab = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.tab.on("console", lambda message: self.said.append(message.text))
        self.tab.on("pageerror", lambda error: self.said.append(str(error)))
        self.tab.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.tab.on("request", lambda request: self.asked.append(request.url))
        self.tab.goto(file.as_uri())

    def shown(self) -> list[str]:
        """The positions of the items that can be seen."""
        return list(self.tab.locator(".item:visible .nr").all_inner_texts())

    def current(self) -> str:
        """The position of the current item."""
        return str(self.tab.locator(".item.current .nr").inner_text())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The invented day as a file."""
    path = tmp_path / "queue.html"
    path.write_text(page_of(sample_queue()), "utf-8")
    return path


@pytest.fixture
def opened(browser: Any, file: Path) -> Iterator[Opened]:
    """The invented day on a desktop."""
    page = Opened(browser, file, viewport={"width": 1280, "height": 900})
    yield page
    page.context.close()


def test_opening_and_using_the_page_asks_nobody_and_complains_of_nothing(
    opened: Opened, file: Path
) -> None:
    for key in ("j", "b", "s", "2", "0", "/"):
        opened.tab.keyboard.press(key)
    opened.tab.emulate_media(media="print")
    opened.tab.pdf()
    assert opened.asked == [file.as_uri()]
    assert opened.said == []


def test_digits_and_clicks_hide_and_show_a_tier(opened: Opened) -> None:
    everything = len(opened.shown())
    high = opened.tab.locator(".item.high").count()
    opened.tab.keyboard.press("1")
    assert len(opened.shown()) == everything - high
    assert opened.tab.locator("#jumlah").inner_text() == f"{everything - high} dari 28 butir"
    opened.tab.locator(".tiers .high").click()
    assert len(opened.shown()) == everything
    opened.tab.keyboard.press("1")
    opened.tab.keyboard.press("2")
    opened.tab.keyboard.press("3")
    assert opened.tab.locator("#kosong").is_visible()
    opened.tab.keyboard.press("0")
    assert len(opened.shown()) == everything


def test_search_finds_words_of_text_names_and_proof_in_any_case(opened: Opened) -> None:
    opened.tab.keyboard.press("/")
    opened.tab.keyboard.type("BAHU siti")
    assert opened.shown() == []
    opened.tab.locator("#cari").fill("ARAHAN honorer arman")
    assert len(opened.shown()) == 1
    opened.tab.keyboard.press("Escape")
    opened.tab.keyboard.press("j")
    assert opened.current() == opened.shown()[0]


def test_letters_typed_into_the_search_do_nothing_else(opened: Opened) -> None:
    opened.tab.keyboard.press("/")
    opened.tab.keyboard.type("js1")
    assert opened.tab.locator("#cari").input_value() == "js1"
    assert opened.tab.locator(".item.current").count() == 0
    assert opened.tab.locator(".tiers [aria-pressed=false]").count() == 0


def test_j_and_k_walk_over_what_is_shown(opened: Opened) -> None:
    opened.tab.keyboard.press("1")
    shown = opened.shown()
    for position in shown[:3]:
        opened.tab.keyboard.press("j")
        assert opened.current() == position
    opened.tab.keyboard.press("k")
    assert opened.current() == shown[1]
    opened.tab.keyboard.press("k")
    opened.tab.keyboard.press("k")
    assert opened.current() == shown[0]


def test_filters_by_form_and_part_work_together(opened: Opened) -> None:
    opened.tab.select_option("#bentuk", "F6")
    assert len(opened.shown()) == 3
    opened.tab.select_option("#bagian", "2")
    parts = opened.tab.locator(".item:visible .part").all_inner_texts()
    assert set(parts) == {"bagian 2"}


def test_seen_is_kept_on_this_device_and_can_be_hidden(opened: Opened) -> None:
    opened.tab.keyboard.press("j")
    opened.tab.keyboard.press("s")
    opened.tab.reload()
    assert opened.tab.locator(".item").first.locator(".seen input").is_checked()
    opened.tab.locator("#belum").check()
    assert "1" not in opened.shown()


def test_help_opens_and_closes_with_the_keyboard(opened: Opened) -> None:
    opened.tab.keyboard.press("?")
    assert opened.tab.locator("#tolong").is_visible()
    opened.tab.keyboard.press("Escape")
    assert not opened.tab.locator("#tolong").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_never_scrolls_sideways(
    browser: Any, file: Path, tmp_path: Path, scheme: str
) -> None:
    hostile = tmp_path / "hostile.html"
    hostile.write_text(page_of(hostile_queue()), "utf-8")
    for path in (file, hostile):
        page = Opened(browser, path, viewport=PHONE, color_scheme=scheme)
        page.tab.evaluate("document.querySelectorAll('details').forEach((d) => d.open = true)")
        assert page.tab.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        assert page.said == []
        page.context.close()


def test_without_scripts_everything_can_be_read(browser: Any, file: Path) -> None:
    page = Opened(browser, file, java_script_enabled=False)
    assert page.tab.locator(".item:visible").count() == 28
    assert page.tab.locator(".filters").is_hidden()
    page.tab.locator(".item summary").first.click()
    assert page.tab.locator(".item .proof").first.is_visible()
    page.context.close()


def test_hostile_text_runs_nothing(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "queue.html"
    path.write_text(page_of(hostile_queue()), "utf-8")
    page = Opened(browser, path)
    page.tab.keyboard.press("j")
    page.tab.keyboard.press("o")
    assert page.asked == [path.as_uri()]
    assert page.said == []
    page.context.close()


def test_text_and_its_ground_differ_enough_in_light_and_dark(browser: Any, file: Path) -> None:
    for scheme in ("light", "dark"):
        page = Opened(browser, file, color_scheme=scheme)
        poor = page.tab.evaluate(CONTRAST)
        assert poor == []
        page.context.close()


def test_three_hundred_items_open_and_filter(browser: Any, tmp_path: Path) -> None:
    made = [
        a_candidate(f"{c.post.text} {index}", post={"native_id": f"{index}"}, tier=m.tier)
        for index in range(300)
        for c in [sample_candidates()[index % 24]]
        for m in c.matches[:1]
    ]
    path = tmp_path / "queue.html"
    queue = a_queue(*made, near_duplicate=1, coverage=sample_coverage(400))
    path.write_text(page_of(queue), "utf-8")
    page = Opened(browser, path)
    assert page.tab.locator(".item:visible").count() == 300
    page.tab.locator("#cari").fill("honorer")
    assert 0 < page.tab.locator(".item:visible").count() < 300
    assert path.stat().st_size < 2_500_000
    page.context.close()


# WCAG 2.2, 1.4.3: 4.5 to 1, or 3 to 1 for large text, against the nearest opaque ground.
CONTRAST = """() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const found = rgb(getComputedStyle(e).backgroundColor);
      if (found.length === 3 || found[3] === 1) return found;
    }
    return [255, 255, 255];
  };
  const poor = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    const shown = walk.currentNode.data.trim() && e.checkVisibility();
    if (!shown || e.closest('script,style')) continue;
    const style = getComputedStyle(e);
    const [a, b] = [light(rgb(style.color)), light(ground(e))].sort((x, y) => y - x);
    const large = parseFloat(style.fontSize) >= 24;
    const enough = (a + .05) / (b + .05) >= (large ? 3 : 4.5);
    if (!enough) poor.add(e.className + ': ' + e.textContent.slice(0, 40));
  }
  return [...poor];
}"""
