-- What may the next request for this address of this slot be compared with?
INSERT INTO validator VALUES (
    :slot_id, :url, :answered_by, :etag, :last_modified, :body_sha256, :wire_sha256, :record_id,
    :fetched_at, :software
)
ON CONFLICT (slot_id, url) DO UPDATE SET
    answered_by = excluded.answered_by,
    etag = excluded.etag,
    last_modified = excluded.last_modified,
    body_sha256 = excluded.body_sha256,
    wire_sha256 = excluded.wire_sha256,
    record_id = excluded.record_id,
    fetched_at = excluded.fetched_at,
    software = excluded.software;
