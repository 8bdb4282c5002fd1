"""A configuration in, a small fictional web on loopback out, for the demo and for tests."""

from patroli.demo.days import ROUNDS, TODAY
from patroli.demo.prepare import prepare
from patroli.demo.server import Web
from patroli.demo.serving import serve
from patroli.demo.truth import Truth, truth
from patroli.demo.world import World, build_world

__all__ = ["ROUNDS", "TODAY", "Truth", "Web", "World", "build_world", "prepare", "serve", "truth"]
