-- What can the next answer of an address be compared with?
CREATE TABLE IF NOT EXISTS validator (
    slot_id TEXT NOT NULL,
    url TEXT NOT NULL,
    answered_by TEXT NOT NULL,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    body_sha256 TEXT NOT NULL,
    wire_sha256 TEXT NOT NULL,
    record_id TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    software TEXT NOT NULL,
    PRIMARY KEY (slot_id, url)
);
