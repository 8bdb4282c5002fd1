-- Which signs of absence are new: one per post and fetch?
INSERT INTO absences
SELECT post_id, url, signal, slot_id, fetch_id, round_id, seen_at, batch
FROM incoming
SEMI JOIN (
    SELECT min(row) AS row
    FROM incoming ANTI JOIN absences USING (post_id, fetch_id, signal)
    GROUP BY post_id, fetch_id, signal
) USING (row);
