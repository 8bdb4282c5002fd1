-- Which signs of absence are new: one per post and fetch?
INSERT INTO absences
SELECT post_id, url, signal, slot_id, fetch_id, round_id, seen_at, batch
FROM incoming ANTI JOIN absences USING (post_id, fetch_id, signal);
