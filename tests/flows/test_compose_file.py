"""The compose file keeps to the compose specification and to what patroli promises."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

compose_spec = pytest.importorskip("compose_spec")

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    # Anchors and merge keys are YAML's, not the specification's: they are resolved before.
    loaded = yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text("utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def test_the_compose_file_keeps_to_the_compose_specification(compose: dict[str, Any]) -> None:
    checked = compose_spec.PyCompose.from_json(json.dumps(compose))
    assert sorted(checked.service_names()) == ["deploy", "postgres", "server", "worker"]


@pytest.mark.parametrize(
    ("service", "key", "value"),
    [("worker", "comand", ["x"]), ("server", "ports", "4200"), ("postgres", "restart", "perhaps")],
)
def test_the_check_refuses_what_the_specification_refuses(
    compose: dict[str, Any], service: str, key: str, value: object
) -> None:
    broken = {**compose, "services": {**compose["services"]}}
    broken["services"][service] = {**broken["services"][service], key: value}
    with pytest.raises(ValueError, match=r".+"):
        compose_spec.PyCompose.from_json(json.dumps(broken))


def test_nothing_in_the_compose_file_phones_home(compose: dict[str, Any]) -> None:
    for name in ("server", "deploy", "worker"):
        environment = compose["services"][name]["environment"]
        assert environment["DO_NOT_TRACK"] == "1", name
        assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false", name
    dockerfile = (REPOSITORY / "Dockerfile").read_text("utf-8")
    assert "DO_NOT_TRACK=1" in dockerfile
    assert "PREFECT_SERVER_ANALYTICS_ENABLED=false" in dockerfile


def test_no_password_stands_in_the_compose_file(compose: dict[str, Any]) -> None:
    password = compose["services"]["postgres"]["environment"]["POSTGRES_PASSWORD"]
    assert password.startswith("${POSTGRES_PASSWORD:?")


def test_the_server_is_published_on_loopback_only(compose: dict[str, Any]) -> None:
    published = [p for s in compose["services"].values() for p in s.get("ports", [])]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_every_file_the_image_copies_is_let_through_the_ignore_file() -> None:
    ignored = (REPOSITORY / ".dockerignore").read_text("utf-8").split()
    for line in (REPOSITORY / "Dockerfile").read_text("utf-8").splitlines():
        if line.startswith("COPY "):
            for path in line.split()[1:-1]:
                assert f"!{path}" in ignored
                assert (REPOSITORY / path).exists()


def test_the_image_version_is_the_packages_version(compose: dict[str, Any]) -> None:
    from patroli import __version__

    assert compose["services"]["worker"]["image"] == f"patroli:{__version__}"
