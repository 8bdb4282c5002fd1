"""HTTP/2 where a server offers it, and the evidence says so."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
from tests.collect.webs import fetch, some_settings
from tests.services import certificate, nginx

from patroli.config.settings import HostSettings
from patroli.model import Outcome

pytestmark = [pytest.mark.nginx]
PLACE = "127.0.0.2"
SETTINGS = some_settings(hosts={PLACE: HostSettings(pace=0, allow_private=True)})


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    root.mkdir()
    (root / "index.html").write_text("<p>halo</p>" * 200)
    return root


def test_http2_is_spoken_where_it_is_offered(tmp_path: Path, site: Path) -> None:
    pem = certificate(tmp_path, PLACE)
    trusting = ssl.create_default_context(cafile=str(pem))
    with nginx(tmp_path, {PLACE: site}, tls=pem) as port:
        fetched = fetch(f"https://{PLACE}:{port}/index.html", SETTINGS, tls=trusting)
    hop = fetched.hops[-1]
    assert (fetched.outcome, hop.body) == (None, b"<p>halo</p>" * 200)
    assert hop.status_line == "HTTP/1.1 200 OK"
    assert hop.metadata["protocol"] == "HTTP/2"
    assert len(hop.metadata["certificate-sha256"]) == 64
    assert "HTTP/2.0" in (tmp_path / "access.log").read_text()


def test_a_certificate_that_nobody_vouches_for_is_an_outcome(tmp_path: Path, site: Path) -> None:
    pem = certificate(tmp_path, PLACE)
    with nginx(tmp_path, {PLACE: site}, tls=pem) as port:
        fetched = fetch(f"https://{PLACE}:{port}/index.html", SETTINGS)
    assert fetched.outcome is Outcome.FAILED
    assert "CERTIFICATE_VERIFY_FAILED" in fetched.detail
