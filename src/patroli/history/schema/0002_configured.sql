-- What people had configured, kept each time it changed, so that years later it can be shown.

CREATE TABLE account_versions (
    content VARCHAR NOT NULL,          -- hash of all columns up to watched_to
    id VARCHAR NOT NULL,
    holder VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    position VARCHAR NOT NULL,
    agency VARCHAR NOT NULL,
    region VARCHAR NOT NULL,
    zone VARCHAR NOT NULL,
    platform VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    selector VARCHAR NOT NULL,
    proof VARCHAR NOT NULL,            -- why the account is taken to be the holder's
    confidence VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,           -- why it is watched
    watched_from DATE NOT NULL,
    watched_to DATE,
    known_from TIMESTAMPTZ NOT NULL    -- when patroli first ran with this wording
);

CREATE TABLE source_versions (
    content VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    platform VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    searchable BOOLEAN NOT NULL,
    region VARCHAR NOT NULL,
    zone VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    known_from TIMESTAMPTZ NOT NULL
);

CREATE TABLE law_versions (
    content VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    article VARCHAR NOT NULL,
    summary VARCHAR NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    address VARCHAR NOT NULL,
    successor VARCHAR NOT NULL,        -- the norm that took its place
    "check" VARCHAR NOT NULL,          -- what is still to be checked against the official text
    known_from TIMESTAMPTZ NOT NULL
);
