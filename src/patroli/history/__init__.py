"""Landed batches and matches in, what was ever known out.

The history is the one DuckDB file that everything is kept in, append-only.
"""

from patroli.history.coverage import Coverage, SlotCoverage
from patroli.history.door import History
from patroli.history.load import LoadReport
from patroli.history.matched import Matched

__all__ = ["Coverage", "History", "LoadReport", "Matched", "SlotCoverage"]
