-- What a flagged post shows besides its text: images, and how its page looked as it was landed.

-- One attempt; without an outcome `collected` there is only the reason why not.
CREATE TABLE captures (
    post_id VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,             -- image or screenshot
    url VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    captured_at TIMESTAMPTZ NOT NULL,
    content_type VARCHAR NOT NULL,     -- by its bytes
    body_bytes BIGINT NOT NULL,
    body_sha256 VARCHAR NOT NULL,
    warc_record_id VARCHAR NOT NULL,
    batch VARCHAR NOT NULL
);
