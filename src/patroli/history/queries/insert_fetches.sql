-- Which fetches are new?
INSERT INTO fetches
SELECT
    fetch_id, round_id, slot_id, purpose, url, final_url, status, outcome, detail, fetched_at,
    elapsed_ms, wire_bytes, body_bytes, body_sha256, content_type, peer, warc_record_id, batch
FROM incoming ANTI JOIN fetches USING (fetch_id);
