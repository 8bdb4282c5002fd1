"""Collecting measured: `python -m benchmarks.collect` says what against what."""
