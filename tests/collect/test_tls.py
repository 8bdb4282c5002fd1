"""Who answered under TLS is kept with the answer, and why nobody was believed is told in words."""

from __future__ import annotations

import ssl
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from tests.collect.faults import answer, faults
from tests.collect.rounds import Team
from tests.collect.webs import fetch, hosts_on, some_settings
from tests.fakes import a_slot

from patroli.landing import captured, fields_of, list_batches
from patroli.model import Outcome


def served_with(certificate: tuple[str, str]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


@pytest.fixture(scope="module")
def expired(certificate: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A certificate for `aman.example` with the same key, which ended yesterday."""
    folder = tmp_path_factory.mktemp("expired")
    asked, names, given = folder / "asked.pem", folder / "names", folder / "cert.pem"
    names.write_text("subjectAltName=DNS:aman.example\n", "ascii")
    key = ["-key", certificate[1]]
    sign = ["-signkey", certificate[1], "-days", "-1", "-extfile", str(names)]
    for command in (
        ["openssl", "req", "-new", *key, "-subj", "/CN=aman.example", "-out", str(asked)],
        ["openssl", "x509", "-req", "-in", str(asked), *sign, "-out", str(given)],
    ):
        subprocess.run(command, check=True, capture_output=True, timeout=60)
    return str(given)


def told(certificate: tuple[str, str], host: str, trusted: str = "") -> str:
    trusting = ssl.create_default_context(cafile=trusted or None)
    with faults({"/x": answer(b"halo")}, tls=served_with(certificate)) as site:
        settings = some_settings(hosts=hosts_on(site.port))
        fetched = fetch(f"https://{host}/x", settings, tls=trusting)
    assert fetched.outcome is Outcome.FAILED
    assert len(fetched.beside) == 1
    assert site.seen == []
    return fetched.detail


def test_a_certificate_that_has_expired_is_told(certificate: tuple[str, str], expired: str) -> None:
    assert "TLS: the certificate has expired" in told(
        (expired, certificate[1]), "aman.example", expired
    )


def test_a_certificate_for_another_host_is_told(certificate: tuple[str, str]) -> None:
    assert "TLS: the certificate is for another host" in told(
        certificate, "lain.example", certificate[0]
    )


def test_a_certificate_signed_by_itself_is_told(certificate: tuple[str, str]) -> None:
    assert "TLS: the certificate is signed by itself" in told(certificate, "aman.example")


def test_a_tls_failure_is_its_slots_own_row(tmp_path: Path, certificate: tuple[str, str]) -> None:
    with faults({"/x": answer(b"1 x")}, tls=served_with(certificate)) as site:
        team = Team(tmp_path, some_settings(hosts=hosts_on(site.port)))
        (entry,) = team.one(a_slot("https://aman.example/x")).entries
    assert entry.outcome is Outcome.FAILED
    assert "TLS: the certificate is signed by itself (CERTIFICATE_VERIFY_FAILED)" in entry.detail


def test_the_capture_says_who_answered_and_where(
    tmp_path: Path, certificate: tuple[str, str]
) -> None:
    trusting = ssl.create_default_context(cafile=certificate[0])
    with faults({"/x": answer(b"1 x")}, tls=served_with(certificate)) as site:
        settings = some_settings(hosts=hosts_on(site.port))
        team = Team(tmp_path, settings, seams={"tls": trusting})
        team.one(a_slot("https://aman.example/x"))
    (batch,) = (b for b in list_batches(team.landing) if b.name.startswith("round-"))
    notes = [fields_of(r) for r in captured(batch) if r.kind == "metadata" and r.about]
    plain = subprocess.run(
        ["openssl", "x509", "-in", certificate[0], "-noout", "-enddate", "-fingerprint", "-sha256"],
        check=True, capture_output=True, text=True, timeout=60,
    ).stdout  # fmt: skip
    assert Counter(note["purpose"] for note in notes) == {"robots": 1, "lines": 1}
    for note in notes:
        assert note["tls"].startswith("TLSv1.")
        assert note["peer"] == f"127.0.0.1:{site.port}"
        assert note["certificate-subject"] == "commonName=aman.example"
        assert note["certificate-issuer"] == "commonName=aman.example"
        assert f"notAfter={note['certificate-not-after']}\n" in plain
        assert note["certificate-sha256"] in plain.replace(":", "").lower()
    team.verify()
