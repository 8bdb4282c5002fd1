-- Where does each slot stand, and when is it due again?
CREATE TABLE IF NOT EXISTS slot (
    slot_id TEXT PRIMARY KEY,
    cursor TEXT NOT NULL,
    next_due_at TEXT NOT NULL,
    last_round_id TEXT NOT NULL,
    last_outcome TEXT NOT NULL
);
