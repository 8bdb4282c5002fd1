-- What do we hold of the answers this slot had, as read by this version of the software?
SELECT url, answered_by, etag, last_modified, body_sha256, wire_sha256, record_id, fetched_at
FROM validator
WHERE slot_id = :slot_id AND software = :software;
