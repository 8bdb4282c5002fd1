-- Which items does it hold?
INSERT INTO queue_items
SELECT *, sha256(to_json(incoming)) AS row_hash
FROM incoming ANTI JOIN queue_items USING (queue_id);
