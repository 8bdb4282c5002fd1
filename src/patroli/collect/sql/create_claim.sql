-- Which round of which collector is asking a slot just now, and until when does that count?
CREATE TABLE IF NOT EXISTS claim (
    slot_id TEXT PRIMARY KEY,
    round_id TEXT NOT NULL,
    collector TEXT NOT NULL,
    until TEXT NOT NULL
);
