"""The fictional web kept up for a person to look around in."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from patroli.config import Config
from patroli.demo.days import ROUNDS
from patroli.demo.places import host_of, manner_of
from patroli.demo.server import Web
from patroli.demo.world import build_world

PORT = 8470
_STEP = timedelta(minutes=1)


def serve(
    config: Config,
    *,
    say: Callable[[str], None],
    stop: threading.Event,
    port: int = PORT,
    start: datetime = ROUNDS[-1],
    speed: float = 0.0,
) -> None:
    """Serve the fictional web until `stop` is set; `say` is told where it is.

    The web shows the world as of `start`; `speed` is how many virtual seconds pass in a second, 0
    for a time that stands still. Raises OSError where the port is taken.
    """
    with Web(build_world(config), start, port) as web:
        say(f"The fictional web is up at {web.address} (all people and places are invented).")
        say(f"It shows {start:%d %B %Y, %H:%M %Z}. Its hosts:")
        for host in dict.fromkeys(sorted(host_of(a.address) for a in config.accounts)):
            say(f"  {web.address}_/{host}/  ({manner_of(host)})")
        began, shown = time.monotonic(), start
        while not stop.wait(0.5):
            moment = start + timedelta(seconds=speed * (time.monotonic() - began))
            if moment - shown >= _STEP:
                web.show(moment)
                shown = moment
