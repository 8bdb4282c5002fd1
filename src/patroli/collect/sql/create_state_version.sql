-- Which version of patroli made these tables?
CREATE TABLE IF NOT EXISTS state_version (
    one INTEGER PRIMARY KEY,
    version INTEGER NOT NULL
);
