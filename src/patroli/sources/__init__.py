"""What the ledger tells of every source in; which need looking after, why, and a page out."""

from patroli.sources.condition import Condition, Source, judge
from patroli.sources.page import render_page

__all__ = ["Condition", "Source", "judge", "render_page"]
