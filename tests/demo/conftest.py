"""One fictional world for all tests of this room; it is frozen, so they can share it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from patroli.config import Config, read_config
from patroli.demo import ROUNDS, Web, World, build_world

SHIPPED = Path(__file__).resolve().parents[2] / "config"


@pytest.fixture(scope="session")
def config() -> Config:
    return read_config(SHIPPED)[0]


@pytest.fixture(scope="session")
def world(config: Config) -> World:
    return build_world(config)


@pytest.fixture
def web(world: World) -> Iterator[Web]:
    with Web(world, ROUNDS[0]) as web:
        yield web
