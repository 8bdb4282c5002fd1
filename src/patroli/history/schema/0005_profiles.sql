-- What platforms publicly said of watched accounts, and who wrote what was met at other people's places.

-- One state of an account as its platform showed it: a change of handle, name or standing is a new one.
CREATE TABLE profiles (
    slot_id VARCHAR NOT NULL,
    version VARCHAR NOT NULL,          -- hash of the columns from native_id to moved_to
    account_id VARCHAR,
    platform VARCHAR NOT NULL,
    native_id VARCHAR NOT NULL,        -- the platform's own id, which stays when the handle changes
    handle VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    standing VARCHAR NOT NULL,
    moved_to VARCHAR NOT NULL,
    batch VARCHAR NOT NULL
);

-- One time such a state was shown: first and last seen, and whether it came back, follow from these.
CREATE TABLE profile_sightings (
    slot_id VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    fetch_id VARCHAR NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL
);

-- The handle behind a post that is not the watched account's own: a comment, a hit of a search.
CREATE TABLE authors (
    post_id VARCHAR NOT NULL,
    handle VARCHAR NOT NULL,
    batch VARCHAR NOT NULL
);
