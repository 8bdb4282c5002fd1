"""Texts in, matches out: which rules hold for which posts, where, and what speaks against it."""

from patroli.match.examples import check_examples
from patroli.match.matcher import Matcher, compile_rules
from patroli.match.processes import Workers
from patroli.match.texts import Texts

__all__ = ["Matcher", "Texts", "Workers", "check_examples", "compile_rules"]
