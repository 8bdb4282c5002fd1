"""Real parts are used where they are installed; CI insists that they are."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED = REPOSITORY.parent / "shared"

os.environ.setdefault("PATROLI_CACHE", "")  # tests leave nothing in the home of who runs them


def _postgresql() -> str | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return str(found[-1]) if found else shutil.which("postgres")


def _wordpress() -> str | None:
    parts = (shutil.which("php"), shutil.which("mariadbd"), Path("/usr/share/wordpress").is_dir())
    return "wordpress" if all(parts) else None


REAL_PARTS: dict[str, Callable[[], str | None]] = {
    "chromium": lambda: shutil.which("chromium"),
    "nginx": lambda: shutil.which("nginx"),
    "postgresql": _postgresql,
    "wordpress": _wordpress,
}


def pytest_runtest_setup(item: pytest.Item) -> None:
    for name, find in REAL_PARTS.items():
        if item.get_closest_marker(name) and not find():
            reason = f"{name} is not installed on this machine"
            if os.environ.get("PATROLI_NOTHING_SKIPPED"):
                pytest.fail(reason)
            pytest.skip(reason)


@pytest.fixture
def shared() -> Path:
    """The folder with labelled sentences and corpora beside the repository, where there is one."""
    if not SHARED.is_dir():
        pytest.skip("no shared/ folder beside the repository")
    return SHARED


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium, once a module."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = REAL_PARTS["chromium"]()
        running = playwright.chromium.launch(executable_path=chromium, args=options)
        yield running
        running.close()
