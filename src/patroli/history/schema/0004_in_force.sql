-- Which rules were in force and on what proof; and all that a match rested on besides rules and text.

-- What the history knew about a version at the moment it was judged: later loads may know more.
CREATE TABLE match_contexts (
    match_id VARCHAR NOT NULL,
    parent_text VARCHAR NOT NULL USING COMPRESSION zstd,
    parent_role VARCHAR NOT NULL,
    author_role VARCHAR NOT NULL,
    region VARCHAR NOT NULL,
    zone VARCHAR NOT NULL,
    published_at TIMESTAMPTZ,
    seen_at TIMESTAMPTZ NOT NULL,
    engine VARCHAR NOT NULL            -- sha256 of the matching code; empty where it was not told
);

-- What a rule set would have changed over a stretch of history, compared with another.
CREATE TABLE backtests (
    backtest VARCHAR NOT NULL,         -- sha256 of the report
    rule_set VARCHAR NOT NULL,
    against VARCHAR NOT NULL,          -- the rule set it was compared with
    engine VARCHAR NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    versions BIGINT NOT NULL,
    gained BIGINT NOT NULL,
    lost BIGINT NOT NULL,
    moved BIGINT NOT NULL,             -- matches of both whose tier differs
    report VARCHAR NOT NULL,           -- counts as JSON; no text of any post
    made_at TIMESTAMPTZ NOT NULL
);

-- The rule set of the last row is in force.
CREATE TABLE activations (
    number INTEGER NOT NULL,
    rule_set VARCHAR NOT NULL,
    against VARCHAR NOT NULL,          -- what was in force before; empty for the first
    backtest VARCHAR NOT NULL,         -- on what proof; empty for the first
    made_by VARCHAR NOT NULL,
    because VARCHAR NOT NULL,
    activated_at TIMESTAMPTZ NOT NULL,
    previous VARCHAR NOT NULL,         -- the row_hash before; empty for the first
    row_hash VARCHAR NOT NULL          -- sha256 of the columns above as JSON
);
