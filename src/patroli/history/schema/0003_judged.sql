-- What rules found, and what people were given to look at.

CREATE TABLE rule_sets (
    rule_set VARCHAR NOT NULL,         -- sha256 of the canonical text
    canonical VARCHAR NOT NULL,        -- rules, word lists, contests and law, as JSON
    first_used_at TIMESTAMPTZ NOT NULL
);

-- A version that a rule set has judged, with or without a match.
CREATE TABLE match_runs (
    rule_set VARCHAR NOT NULL,
    post_id VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    matched_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE matches (
    match_id VARCHAR NOT NULL,
    post_id VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    rule_set VARCHAR NOT NULL,
    rule_id VARCHAR NOT NULL,
    form VARCHAR NOT NULL,
    contest_id VARCHAR NOT NULL,
    contestant_id VARCHAR NOT NULL,
    tier VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    spans STRUCT("start" INTEGER, "end" INTEGER, what VARCHAR, name VARCHAR)[] NOT NULL,
    reasons VARCHAR[] NOT NULL,
    lowered_by VARCHAR[] NOT NULL,
    basis VARCHAR[] NOT NULL,
    stage VARCHAR NOT NULL,
    local_day DATE NOT NULL,
    row_hash VARCHAR NOT NULL          -- sha256 of the columns above as JSON
);

CREATE TABLE queue_days (
    queue_id VARCHAR NOT NULL,         -- hash of the day, the rule set and every item
    day DATE NOT NULL,
    rule_set VARCHAR NOT NULL,
    items INTEGER NOT NULL,
    waiting INTEGER NOT NULL,          -- items that the day had no room for
    made_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE queue_items (
    queue_id VARCHAR NOT NULL,
    item_id VARCHAR NOT NULL,
    day DATE NOT NULL,
    position INTEGER NOT NULL,
    part INTEGER NOT NULL,
    tier VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    contestants STRUCT(contest_id VARCHAR, contestant_id VARCHAR)[] NOT NULL,
    forms VARCHAR[] NOT NULL,
    rules VARCHAR[] NOT NULL,
    members STRUCT(post_id VARCHAR, version VARCHAR)[] NOT NULL,
    first_seen TIMESTAMPTZ NOT NULL,
    deadline DATE NOT NULL,
    days_left INTEGER NOT NULL,
    since DATE NOT NULL,
    row_hash VARCHAR NOT NULL
);
