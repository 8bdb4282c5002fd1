"""What a round saw in, whole immutable batches out: one folder of WARC, Parquet and a manifest."""

from patroli.landing.batch import (
    Batch,
    BatchTables,
    captured,
    list_batches,
    read_batch,
    sweep,
    verify_batch,
)
from patroli.landing.capture import NOT_MODIFIED, SAME_PAYLOAD, Exchange, Repeat
from patroli.landing.extract import Extracted, extract_records
from patroli.landing.reading import Captured, fields_of
from patroli.landing.rows import Due, Ended, Missed, Shown, Sighting, clean_post
from patroli.landing.secrets import hide_secrets
from patroli.landing.writer import BatchWriter

__all__ = [
    "NOT_MODIFIED",
    "SAME_PAYLOAD",
    "Batch",
    "BatchTables",
    "BatchWriter",
    "Captured",
    "Due",
    "Ended",
    "Exchange",
    "Extracted",
    "Missed",
    "Repeat",
    "Shown",
    "Sighting",
    "captured",
    "clean_post",
    "extract_records",
    "fields_of",
    "hide_secrets",
    "list_batches",
    "read_batch",
    "sweep",
    "verify_batch",
]
