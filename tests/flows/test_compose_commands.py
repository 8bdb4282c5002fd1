"""Every command of the compose file, run as a plain process against a real PostgreSQL."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from tests.services import PostgreSQL, free_port, postgresql, started

pytest.importorskip("prefect")
pytestmark = [pytest.mark.postgresql, pytest.mark.prefect, pytest.mark.timeout(600)]

REPOSITORY = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Stack:
    """The compose file's services with their names and ports turned into this machine's."""

    services: Mapping[str, Any]
    database: PostgreSQL
    port: int
    folder: Path

    def command(self, service: str) -> list[str]:
        return [self._here(word) for word in self.services[service]["command"]]

    def healthcheck(self, service: str) -> list[str]:
        kind, *command = self.services[service]["healthcheck"]["test"]
        assert kind == "CMD"
        return [self._here(word) for word in command]

    def environment(self, service: str) -> dict[str, str]:
        given = self.services[service]["environment"]
        return {
            "PATH": f"{PROGRAMS}:{self.database.programs}:/usr/bin:/bin",
            "HOME": str(self.folder),
            "PREFECT_HOME": str(self.folder / service),
            "PATROLI_HOME": str(REPOSITORY),
            "PREFECT_LOGGING_LEVEL": "WARNING",
            **{key: self._here(value) for key, value in given.items()},
        }

    def _here(self, text: str) -> str:
        text = re.sub(r"prefect:\$\{POSTGRES_PASSWORD[^}]*\}@postgres:5432", self._login(), text)
        text = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text)
        text = text.replace("http://server:4200", f"http://127.0.0.1:{self.port}")
        text = text.replace("4200", str(self.port))
        return text.replace("0.0.0.0", "127.0.0.1")  # noqa: S104

    def _login(self) -> str:
        return f"prefect@127.0.0.1:{self.database.port}"


@contextmanager
def running(stack: Stack, service: str) -> Iterator[subprocess.Popen[bytes]]:
    log = stack.folder / f"{service}.log"
    with started(
        stack.command(service), log, env=stack.environment(service), cwd=REPOSITORY
    ) as process:
        yield process


def until_healthy(stack: Stack, service: str, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while True:
        check = subprocess.run(
            stack.healthcheck(service), env=stack.environment(service), capture_output=True
        )
        if check.returncode == 0:
            return
        assert time.monotonic() < deadline, (stack.folder / f"{service}.log").read_text()[-2000:]
        time.sleep(1)


def test_each_command_of_the_compose_file_runs_and_a_scheduled_flow_completes(
    tmp_path: Path,
) -> None:
    compose = yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text("utf-8"))
    with postgresql(tmp_path) as database:
        stack = Stack(compose["services"], database, free_port(), tmp_path)
        ready = [*stack.healthcheck("postgres"), "-h", "127.0.0.1", "-p", str(database.port)]
        environment = {**os.environ, "PATH": stack.environment("server")["PATH"]}
        subprocess.run(ready, env=environment, check=True, capture_output=True)
        with running(stack, "server"):
            until_healthy(stack, "server", 180)
            deploy = subprocess.run(
                stack.command("deploy"),
                env=stack.environment("deploy"),
                cwd=REPOSITORY,
                capture_output=True,
                text=True,
            )
            assert deploy.returncode == 0, deploy.stdout + deploy.stderr
            api = httpx.Client(base_url=f"http://127.0.0.1:{stack.port}/api", timeout=60)
            deployments = api.post("/deployments/filter", json={}).json()
            assert_schedules(deployments)
            with running(stack, "worker"):
                run = start_maintain(api, deployments, tmp_path / "data")
                state = until_ended(api, run, 180)
            api.close()
    log = (tmp_path / "worker.log").read_text("utf-8", "replace")
    assert state == "COMPLETED", log[-3000:]
    assert (tmp_path / "data").is_dir()


def assert_schedules(deployments: list[dict[str, Any]]) -> None:
    found = {
        d["name"]: [(s["schedule"]["cron"], s["schedule"]["timezone"]) for s in d["schedules"]]
        for d in deployments
    }
    assert found == {
        "collect": [("30 4,10,16,21 * * *", "Asia/Jayapura")],
        "daily": [("0 6 * * *", "Asia/Jayapura")],
        "capture": [("0 7 * * *", "Asia/Jayapura")],
        "maintain": [("0 2 * * 0", "Asia/Jayapura")],
    }


def start_maintain(api: httpx.Client, deployments: list[dict[str, Any]], data: Path) -> str:
    maintain = next(d for d in deployments if d["name"] == "maintain")
    parameters = {"config": str(REPOSITORY / "config"), "data": str(data)}
    answer = api.post(
        f"/deployments/{maintain['id']}/create_flow_run", json={"parameters": parameters}
    )
    answer.raise_for_status()
    return str(answer.json()["id"])


def until_ended(api: httpx.Client, run: str, seconds: float) -> str:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        state = str(api.get(f"/flow_runs/{run}").json()["state"]["type"])
        if state in {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}:
            return state
        time.sleep(1)
    return "no end"
