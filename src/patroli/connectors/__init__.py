"""A slot and an answer in, posts and further asks out; no I/O."""

from __future__ import annotations

from patroli.connectors import (
    bluesky,
    facebook,
    feed,
    gdelt,
    instagram,
    mastodon,
    page,
    telegram,
    threads,
    wordpress,
    x,
    youtube,
)
from patroli.connectors.answers import Connector
from patroli.model import Platform

__all__ = ["CONNECTORS", "Connector"]

CONNECTORS: dict[Platform, Connector] = {
    Platform.FEED: feed,
    Platform.PAGE: page,
    Platform.WORDPRESS: wordpress,
    Platform.X: x,
    Platform.FACEBOOK: facebook,
    Platform.INSTAGRAM: instagram,
    Platform.THREADS: threads,
    Platform.GDELT: gdelt,
    Platform.TELEGRAM: telegram,
    Platform.YOUTUBE: youtube,
    Platform.BLUESKY: bluesky,
    Platform.MASTODON: mastodon,
}
