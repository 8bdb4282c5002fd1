"""`patroli demo`: one day on a small fictional web, through the real flows."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import click

from patroli.cli.shown import OUT
from patroli.config.starter import shipped_config
from patroli.errors import BadInput

CHECKOUT = Path(__file__).resolve().parents[3]
OURS = (".prefect", "config", "data")
"""What the demo writes into its folder, and all it ever removes from it."""


@click.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=Path("demo-data"),
    show_default=True,
    help="Everything the demo writes goes below it.",
)
@click.option("--serve", "only_serve", is_flag=True, help="Only keep the fictional web up.")
@click.option("--port", type=int, default=8470, show_default=True, help="Port for --serve.")
def demo(folder: Path, only_serve: bool, port: int) -> None:
    """Start a fictional web on loopback, collect it with the real flows, write its queue."""
    if only_serve:
        _serve(port)
    else:
        _run(folder)


def _run(folder: Path) -> None:
    if not (CHECKOUT / "flows" / "demo.py").is_file() or not importlib.util.find_spec("prefect"):
        raise BadInput("the demo runs the flows: it needs a checkout of patroli, and Prefect")
    _start_afresh(folder)
    home = folder.resolve() / ".prefect"
    environment = {
        **os.environ,
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_HOME": str(home),
        "PREFECT_PROFILES_PATH": str(home / "profiles.toml"),
        "PREFECT_LOGGING_LEVEL": "ERROR",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "150",
        "PATROLI_CACHE": str(home / "patroli"),
        "PYTHONPATH": str(CHECKOUT),
    }
    environment.pop("PREFECT_API_URL", None)
    command = [sys.executable, "-m", "flows.demo", str(folder), str(shipped_config())]
    ended = subprocess.run(command, env=environment, check=False)
    if ended.returncode:
        raise BadInput(f"the demo's flows ended with code {ended.returncode}")


def _start_afresh(folder: Path) -> None:
    """Remove what an earlier demo left; refuse a folder that holds anything else."""
    if folder.exists():
        strange = sorted(path.name for path in folder.iterdir() if path.name not in OURS)
        if strange:
            raise BadInput(f"{folder} holds what the demo did not make: {', '.join(strange[:5])}")
        shutil.rmtree(folder)
    folder.mkdir(parents=True)


def _serve(port: int) -> None:
    from patroli.config import read_config
    from patroli.demo import serve

    config, _ = read_config(shipped_config())
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    try:
        serve(config, say=lambda text: OUT.print(text, markup=False), stop=stop, port=port)
    except OSError as error:
        raise BadInput(f"cannot listen on port {port}: {error.strerror}") from error


COMMANDS = {"demo": demo}
