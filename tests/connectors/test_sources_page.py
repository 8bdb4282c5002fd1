"""What the page on sources and the commented examples say, held against the connectors."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import get_args

import pytest
from tests.fakes import a_slot

from patroli.config import read_config
from patroli.config.places import PLACES
from patroli.config.settings import KNOWN_BUDGETS
from patroli.connectors import CONNECTORS
from patroli.model import BudgetName, Platform, SlotState

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = (REPOSITORY / "docs" / "sources.md").read_text("utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| `")]
KEYED = (Platform.X, Platform.FACEBOOK, Platform.INSTAGRAM, Platform.THREADS)


def test_every_platform_that_is_asked_has_a_row() -> None:
    named = {found.group(1) for row in ROWS if (found := re.match(r"\| `(\w+)`", row))}
    assert {platform.value for platform in CONNECTORS} <= named
    assert all(row.count(" | ") == 4 for row in ROWS)


@pytest.mark.parametrize("platform", KEYED)
def test_the_page_names_every_key_and_budget_of_a_platform(platform: Platform) -> None:
    rows = " ".join(row for row in ROWS if row.startswith(f"| `{platform.value}`"))
    account = a_slot(PLACES[platform].example, platform=platform)
    search = a_slot(PLACES[platform].search, platform=platform, query="#satu")
    slots = (account, search) if platform.searches else (account,)
    for slot in slots:
        for ask in CONNECTORS[platform].start(slot, SlotState()):
            assert ask.key is not None
            assert ask.spend is not None
            assert f"`{ask.key.name}`" in rows
            assert f"`{ask.spend.budget}`" in rows
            assert ask.spend.budget in KNOWN_BUDGETS
            assert not ask.key.operator or f"`{ask.key.operator}`" in rows


def test_every_budget_that_may_be_spent_has_a_default_and_stands_on_the_page() -> None:
    names = get_args(BudgetName)
    assert set(KNOWN_BUDGETS) == set(names)
    assert [name for name in names if f"budget `{name}`" not in " ".join(ROWS)] == []
    assert [name for name in names if KNOWN_BUDGETS[name] is None] == ["x"]


def test_the_commented_sources_are_sound_and_off(tmp_path: Path) -> None:
    config = tmp_path / "config"
    shutil.copytree(REPOSITORY / "config", config)
    shipped, complaints = read_config(config)
    assert complaints == ()
    path = config / "keywords.yaml"
    text = path.read_text("utf-8")
    opened = re.sub(r"(?m)^#(?=  (- id|  \w+):)", "", text)
    path.write_text(opened, "utf-8")
    read, complaints = read_config(config)
    assert complaints == ()
    more = {source.id for source in read.sources} - {source.id for source in shipped.sources}
    assert more == {"berita-gdelt", "pencarian-x", "berita-google"}
