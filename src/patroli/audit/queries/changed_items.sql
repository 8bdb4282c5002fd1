-- Which queue items are not what they were when they were recorded?
SELECT item_id
FROM (
    SELECT kept.item_id, kept.row_hash, sha256(to_json(plain)) AS found
    FROM queue_items AS kept
    JOIN (SELECT * EXCLUDE (row_hash) FROM queue_items) AS plain USING (queue_id, item_id)
)
WHERE found <> row_hash ORDER BY item_id;
