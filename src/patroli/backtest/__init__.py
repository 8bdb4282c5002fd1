"""Two judgements in, what differs between them out: a match repeated, a rule set on trial."""

from patroli.backtest.again import Repeated, repeat
from patroli.backtest.report import Report
from patroli.backtest.run import Span, backtest

__all__ = ["Repeated", "Report", "Span", "backtest", "repeat"]
