-- Which robots.txt answered for this origin?
INSERT INTO robots (origin, status, text, fetched_at, detail)
VALUES (:origin, :status, :text, :fetched_at, :detail)
ON CONFLICT (origin) DO UPDATE SET
    status = excluded.status,
    text = excluded.text,
    fetched_at = excluded.fetched_at,
    detail = excluded.detail;
