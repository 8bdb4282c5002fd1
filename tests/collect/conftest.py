"""A throw-away certificate for `aman.example`, and places for the round state."""

from __future__ import annotations

import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.services import PostgreSQL, postgresql


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Paths of a self-signed certificate and of its key."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not installed on this machine")
    folder: Path = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        [
            program,
            *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=aman.example", "-addext", "subjectAltName=DNS:aman.example"),
            *("-keyout", str(key), "-out", str(cert)),
        ],
        check=True,
        capture_output=True,
        timeout=60,
    )
    return str(cert), str(key)


@pytest.fixture(scope="session")
def database_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgreSQL]:
    """One PostgreSQL server for all tests that need one."""
    with postgresql(tmp_path_factory.mktemp("postgresql")) as server:
        yield server


@pytest.fixture
def shared_state(request: pytest.FixtureRequest) -> str:
    """The address of an empty state in PostgreSQL."""
    psycopg = pytest.importorskip("psycopg")
    server: PostgreSQL = request.getfixturevalue("database_server")
    schema = f"s{secrets.token_hex(6)}"
    with psycopg.connect(server.url("postgresql"), autocommit=True) as db:
        db.execute(f"CREATE SCHEMA {schema}")
    return f"{server.url('postgresql')}?options=-csearch_path%3D{schema}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where an empty state is to be: a file, then a PostgreSQL database."""
    if request.param == "sqlite":
        return tmp_path / "state.sqlite"
    address: str = request.getfixturevalue("shared_state")
    return address
