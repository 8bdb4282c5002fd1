-- Which hosts did not answer in round after round, and when is each tried again?
CREATE TABLE IF NOT EXISTS circuit (
    host TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    failing_since TEXT NOT NULL,
    next_probe TEXT NOT NULL,
    outcome TEXT NOT NULL,
    detail TEXT NOT NULL
);
