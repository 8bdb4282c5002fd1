"""The history in, read-only snapshots for auditors out, and the proof that nobody changed them."""

from patroli.audit.evidence_rows import PostRows
from patroli.audit.snapshot import latest_snapshot, prune_snapshots, publish_snapshot
from patroli.audit.verify import open_snapshot, verify_snapshot

__all__ = [
    "PostRows",
    "latest_snapshot",
    "open_snapshot",
    "prune_snapshots",
    "publish_snapshot",
    "verify_snapshot",
]
