"""A TLS connection in, what an archive keeps of it out; a failed one in, why it failed out."""

from __future__ import annotations

import hashlib
import ssl
from typing import Any

WHY = {
    9: "the certificate is not valid yet",
    10: "the certificate has expired",
    18: "the certificate is signed by itself",
    19: "the certificate is signed by an authority that nobody knows",
    20: "nobody vouches for the certificate",
    21: "nobody vouches for the certificate",
    23: "the certificate was revoked",
    62: "the certificate is for another host",
    64: "the certificate is for another address",
}
"""OpenSSL's X509_V_ERR_… codes in words."""


def told_tls(error: BaseException) -> str:
    """Why a TLS connection failed, in a sentence; empty if TLS was not the cause."""
    found = _tls_error(error)
    if found is None:
        return ""
    reason = found.reason or str(found)
    if isinstance(found, ssl.SSLCertVerificationError):
        why = WHY.get(found.verify_code, found.verify_message)
        return f"TLS: {why} ({reason})"
    return f"TLS: {reason}"


def seen_of_tls(connection: Any) -> dict[str, str]:
    """Version, cipher, and of the peer's certificate its names, its end and its SHA-256."""
    binary = connection.getpeercert(binary_form=True) or b""
    certificate = connection.getpeercert() or {}
    return {
        "tls": f"{connection.version()} {(connection.cipher() or ('',))[0]}",
        "certificate-sha256": hashlib.sha256(binary).hexdigest(),
        "certificate-subject": _named(certificate.get("subject", ())),
        "certificate-issuer": _named(certificate.get("issuer", ())),
        "certificate-not-after": str(certificate.get("notAfter", "")),
    }


def _named(parts: Any) -> str:
    """`CN=…, O=…`: a distinguished name in the order of the certificate."""
    return ", ".join(f"{name}={value}" for group in parts for name, value in group)


def _tls_error(error: BaseException) -> ssl.SSLError | None:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return seen
        seen = seen.__cause__ or seen.__context__
    return None
