-- How often does each slot bring something, and how long has it been failing? Empty texts: none.
CREATE TABLE IF NOT EXISTS faring (
    slot_id TEXT PRIMARY KEY,
    asked_at TEXT NOT NULL,
    habit TEXT NOT NULL,
    soft INTEGER NOT NULL,
    hard INTEGER NOT NULL,
    failing_since TEXT NOT NULL,
    quarantined_since TEXT NOT NULL,
    why TEXT NOT NULL,
    not_before TEXT NOT NULL,
    more INTEGER NOT NULL,
    noted_at TEXT NOT NULL
);
