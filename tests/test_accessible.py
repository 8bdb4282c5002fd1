"""Every page that people are given passes axe-core: at a desk, on a phone, by day, by night."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from patroli.backtest.page import render
from patroli.queueing import Queue, illustrated
from patroli.queueing.inputs import Picture
from tests.backtest.test_compare import SUPPORT, TEXTS, a_page, changed, compared
from tests.fakes import NOW
from tests.queueing.sample_day import sample_queue
from tests.queueing.test_page import page_of
from tests.sources.sample_health import sample_page

pytestmark = pytest.mark.chromium


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""WCAG 2.2, levels A and AA, and what axe-core holds to be good practice."""
PAGES: dict[str, Callable[[], str]] = {
    "queue": lambda: page_of(_with_pictures(sample_queue())),
    "health": sample_page,
    "backtest": lambda: render(compared(changed(SUPPORT), a_page(TEXTS)), "Tim Uji", NOW),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_can_be_used_by_everybody(
    browser: Any, tmp_path: Path, name: str, width: int, scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    file = tmp_path / "page.html"
    file.write_text(PAGES[name](), "utf-8")
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    tab = context.new_page()
    tab.goto(file.as_uri())
    for folded in tab.locator("details").all():
        folded.evaluate("folded => folded.open = true")
    result = axe.run(tab, options={"runOnly": RULES}).response
    context.close()
    assert len(result["passes"]) > 10
    told = [
        f"{found['id']}: {found['help']}\n  {node['html'][:200]}\n  {node.get('failureSummary')}"
        for found in result["violations"]
        for node in found["nodes"][:3]
    ]
    assert not told, "\n".join(told)


def _with_pictures(queue: Queue) -> Queue:
    pixel = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs="
    shown = tuple(Picture(kind, pixel, 1, 1, "") for kind in ("typed", "screenshot"))
    return illustrated(queue, {queue.items[0].members[0]: shown})
