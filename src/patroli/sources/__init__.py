"""What the ledger tells of every source in; which need looking after, why, and a page out."""

from patroli.sources.condition import Condition
from patroli.sources.page import render_page
from patroli.sources.source import Next, Source, judge

__all__ = ["Condition", "Next", "Source", "judge", "render_page"]
