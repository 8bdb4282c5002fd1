"""A rule set and texts in, what speaks for and against the rules out: before they judge anybody."""

from patroli.trials.families import Sample
from patroli.trials.symmetry import SymmetryReport, symmetry

__all__ = ["Sample", "SymmetryReport", "symmetry"]
