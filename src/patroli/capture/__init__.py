"""Flagged posts in, their images and how their pages looked landed as evidence out.

A later step that nothing waits for: what cannot be had is a row with the reason, never an error.
Off unless `patroli.yaml` says otherwise.
"""

from patroli.capture.stage import capture

__all__ = ["capture"]
