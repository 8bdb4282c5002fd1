-- Which attempts to keep an image or a page's look are new?
INSERT INTO captures
SELECT
    post_id, version, kind, url, outcome, detail, captured_at, content_type, body_bytes,
    body_sha256, warc_record_id, batch
FROM incoming ANTI JOIN captures USING (post_id, version, kind, url, captured_at);
