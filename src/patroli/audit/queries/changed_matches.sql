-- Which matches are not what they were when they were recorded?
SELECT match_id
FROM (
    SELECT kept.match_id, kept.row_hash, sha256(to_json(plain)) AS found
    FROM matches AS kept
    JOIN (SELECT * EXCLUDE (row_hash) FROM matches) AS plain USING (match_id)
)
WHERE found <> row_hash ORDER BY match_id;
