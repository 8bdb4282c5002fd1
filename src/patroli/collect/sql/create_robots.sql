-- What did each origin's robots.txt answer?
CREATE TABLE IF NOT EXISTS robots (
    origin TEXT PRIMARY KEY,
    status INTEGER NOT NULL,
    text TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    detail TEXT NOT NULL
);
