-- What was collected: rows of landed batches, each kept once. Nothing here is ever changed.
--
-- Ids that are hashes do not compress, and texts compress best with zstd: to say so spares DuckDB
-- trying every way at each checkpoint, which is most of what a load costs (benchmarks/load.py).
-- Which batch a sighting came with is said by its fetch.

-- A landed batch that was loaded, whole.
CREATE TABLE batches (
    batch VARCHAR NOT NULL,            -- the folder's name; ends in the manifest's sha256
    day DATE NOT NULL,
    manifest_sha256 VARCHAR NOT NULL,  -- says which bytes every row came from
    sightings BIGINT NOT NULL,         -- rows that it holds, also those met before
    fetches BIGINT NOT NULL,
    absences BIGINT NOT NULL,
    ledger BIGINT NOT NULL,
    loaded_at TIMESTAMPTZ NOT NULL
);

-- One public utterance.
CREATE TABLE posts (
    post_id VARCHAR NOT NULL USING COMPRESSION uncompressed,
    platform VARCHAR NOT NULL,
    native_id VARCHAR NOT NULL USING COMPRESSION zstd
);

-- One state of a post as a person could see it.
CREATE TABLE versions (
    post_id VARCHAR NOT NULL USING COMPRESSION uncompressed,
    version VARCHAR NOT NULL USING COMPRESSION uncompressed,  -- of title, text, parent, media
    url VARCHAR NOT NULL USING COMPRESSION zstd,
    author VARCHAR NOT NULL,
    title VARCHAR NOT NULL USING COMPRESSION zstd,
    text VARCHAR NOT NULL USING COMPRESSION zstd,
    published_at TIMESTAMPTZ,
    published_raw VARCHAR NOT NULL,    -- the date as the place wrote it
    edited_at TIMESTAMPTZ,
    parent_id VARCHAR NOT NULL,
    parent_text VARCHAR NOT NULL USING COMPRESSION zstd,
    parent_author VARCHAR NOT NULL,
    media VARCHAR[] NOT NULL,
    batch VARCHAR NOT NULL
);

-- One time a version was met: where, by which fetch, when.
CREATE TABLE sightings (
    post_id VARCHAR NOT NULL USING COMPRESSION uncompressed,
    version VARCHAR NOT NULL USING COMPRESSION uncompressed,
    slot_id VARCHAR NOT NULL,
    account_id VARCHAR,
    keyword_id VARCHAR,
    source_id VARCHAR,
    region VARCHAR NOT NULL,
    zone VARCHAR NOT NULL,
    fetch_id VARCHAR NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL
);

-- One request with its outcome and its place in the evidence archive.
CREATE TABLE fetches (
    fetch_id VARCHAR NOT NULL,
    round_id VARCHAR NOT NULL,
    slot_id VARCHAR NOT NULL,
    purpose VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    final_url VARCHAR NOT NULL,
    status INTEGER,
    outcome VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    fetched_at TIMESTAMPTZ NOT NULL,
    elapsed_ms BIGINT NOT NULL,
    wire_bytes BIGINT NOT NULL,
    body_bytes BIGINT NOT NULL,
    body_sha256 VARCHAR NOT NULL,
    content_type VARCHAR NOT NULL,
    peer VARCHAR NOT NULL,
    warc_record_id VARCHAR NOT NULL,
    batch VARCHAR NOT NULL
);

-- One sign that a post no longer answered.
CREATE TABLE absences (
    post_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    signal VARCHAR NOT NULL,
    slot_id VARCHAR NOT NULL,
    fetch_id VARCHAR NOT NULL,
    round_id VARCHAR NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    batch VARCHAR NOT NULL
);

-- A slot that a round meant to ask; without a ledger row it was never answered.
CREATE TABLE planned (
    round_id VARCHAR NOT NULL,
    slot_id VARCHAR NOT NULL,
    account_id VARCHAR,
    keyword_id VARCHAR,
    source_id VARCHAR,
    platform VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    region VARCHAR NOT NULL,
    zone VARCHAR NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    batch VARCHAR NOT NULL
);

-- How a due slot ended in a round.
CREATE TABLE ledger (
    round_id VARCHAR NOT NULL,
    slot_id VARCHAR NOT NULL,
    account_id VARCHAR,
    keyword_id VARCHAR,
    source_id VARCHAR,
    platform VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    region VARCHAR NOT NULL,
    zone VARCHAR NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ NOT NULL,
    outcome VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    fetches INTEGER NOT NULL,
    posts INTEGER NOT NULL,
    batch VARCHAR NOT NULL
);
