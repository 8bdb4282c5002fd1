"""Which feeds of a folder lose items here that feedparser reads: `python benchmarks/feeds.py DIR`.

DIR is any corpus of feeds, such as `tests/` in feedparser's own source archive. Every file is read
as the feed connector reads it; named are those that give fewer items than feedparser finds.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import feedparser

from patroli.connectors.decode import decode
from patroli.connectors.feed_item import NotAFeed
from patroli.connectors.feed_items import feed_items

KINDS = {".xml", ".rss", ".atom", ".rdf"}


def items_here(data: bytes) -> tuple[int, str]:
    """How many items the connector finds, and why it finds none."""
    try:
        return len(feed_items(decode(data, ""))[0]), ""
    except NotAFeed as error:
        return 0, str(error)


def items_there(data: bytes) -> int:
    """How many feedparser finds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return len(feedparser.parse(data).entries)


def compared(folder: Path) -> Iterator[tuple[Path, int, int, str]]:
    """Each feed in which feedparser finds items: its file, items there and here, why fewer."""
    for path in sorted(p for p in folder.rglob("*") if p.suffix in KINDS):
        data = path.read_bytes()
        if there := items_there(data):
            here, why = items_here(data)
            yield path.relative_to(folder), there, here, why


def main() -> None:
    """Compare and print."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        raise SystemExit("expected: python benchmarks/feeds.py FOLDER_OF_FEEDS")
    rows = list(compared(Path(sys.argv[1])))
    lost = [row for row in rows if row[2] < row[1]]
    for path, there, here, why in lost:
        print(f"{path}: {here} of {there} items; {why}")
    print(f"{len(rows) - len(lost)} of {len(rows)} feeds with items give all that feedparser finds")


if __name__ == "__main__":
    main()
