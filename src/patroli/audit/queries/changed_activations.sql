-- Which activations are not what they were when they were recorded, or follow on another one?
SELECT number
FROM (
    SELECT
        kept.number, kept.row_hash, sha256(to_json(plain)) AS found, kept.previous,
        coalesce(lag(kept.row_hash) OVER (ORDER BY kept.number), '') AS before
    FROM activations AS kept
    JOIN (SELECT * EXCLUDE (row_hash) FROM activations) AS plain USING (number)
)
WHERE found <> row_hash OR previous <> before ORDER BY number;
