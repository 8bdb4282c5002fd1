"""What an evidence folder holds in, one page that a person reads first out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from patroli.audit.evidence_rows import Rows

FILES = """## Berkas / Files

- `post.json`: semua baris riwayat tentang unggahan ini.
  Every row of the history about this post.
- `evidence.warc.gz`: jawaban situs, byte demi byte, atau berkas yang dibawa orang.
  What a site answered, byte by byte, or the file that a person brought (ISO 28500).
- `batch-….json`: manifes bundel asalnya; nama bundel berakhir dengan SHA-256 manifes ini.
  Manifest of the batch a record lies in; the batch's name ends in its SHA-256.
- `rules-….json`: himpunan aturan yang menilai, dinamai SHA-256-nya.
  The rule set that judged, named by its SHA-256.
- `image-…`, `screenshot-…`: gambar, dinamai awal SHA-256-nya.
  Pictures, named by the first letters of their SHA-256.
- `decisions.json`: keputusan peninjau dengan mata rantainya.
  What reviewers found, each with its link of the chain.

Periksa / check: `sha256sum -c manifest-sha256.txt`, `warcio check evidence.warc.gz`.

Kecocokan bukan pelanggaran. A match is not a violation: people decide.
Berkas yang dibawa orang dapat memuat unggahan orang lain; jaga folder ini.
A file that a person brought may show posts of others: guard this folder.
"""


def read_me(
    told: Mapping[str, Any], rows: Mapping[str, Rows], decisions: Sequence[Mapping[str, Any]]
) -> str:
    """Markdown, in Indonesian with English beside it."""
    made = f"Dibuat {told['made_at'].isoformat()} dari {told['snapshot']}"
    lines = [
        f"# Bukti unggahan {told['post_id']}",
        "",
        f"{made} (SHA-256 {told['snapshot_sha256']}).",
        *_versions(rows["versions"]),
        *_proofs(rows),
        *_matches(rows["matches"], rows["law"]),
        *_decided(decisions),
        "",
        FILES,
    ]
    return "\n".join(lines)


def _versions(versions: Rows) -> Iterator[str]:
    yield from ("", "## Versi / Versions", "")
    for one in versions:
        met = f"{one['first_seen']} – {one['last_seen']}, {one['sightings']} ×"
        yield f"- {met}: {_line(one['url'])}"
        yield f"  > {_line(one['text'])}"


def _proofs(rows: Mapping[str, Rows]) -> Iterator[str]:
    yield from ("", "## Dilihat / Seen", "")
    for fetch in rows["fetches"]:
        yield (
            f"- {fetch['fetched_at']} {fetch['outcome']} {_line(fetch['final_url'])} "
            f"{_line(fetch['detail'])} `{fetch['warc_record_id']}`"
        )
    for sign in rows["absences"]:
        yield f"- {sign['seen_at']} tidak ada / missing: {_line(sign['signal'])}"
    for one in rows["captures"]:
        yield f"- {one['captured_at']} {one['kind']} {one['outcome']} {_line(one['detail'])}"


def _matches(matches: Rows, law: Rows) -> Iterator[str]:
    yield from ("", "## Kecocokan / Matches", "")
    norms: dict[str, list[str]] = {}
    for norm in law:
        days = f"{norm['valid_from']} – {norm['valid_to'] or '…'}"
        norms.setdefault(norm["match_id"], []).append(f"{norm['title']} {norm['article']} ({days})")
    for match in matches:
        yield f"- {match['rule_id']} {match['form']} {match['tier']} ({match['match_id']})"
        yield from (f"  - {_line(reason)}" for reason in match["reasons"])
        yield from (f"  - ↓ {_line(lowered)}" for lowered in match["lowered_by"])
        yield from (f"  - § {_line(norm)}" for norm in norms.get(match["match_id"], ()))


def _decided(decisions: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield from ("", "## Keputusan / Decisions", "")
    if not decisions:
        yield "Belum ada. None yet."
    for one in decisions:
        yield f"- {one['decided_at']} {one['reviewer']}: {one['word']} ({one['hash'][:16]})"


def _line(text: str) -> str:
    """One line in which nothing begins anything in Markdown or HTML."""
    flat = " ".join(text.split())
    return "".join(f"\\{c}" if c in "\\`*_<>[]|#" else c for c in flat)
