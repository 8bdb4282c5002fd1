-- Which sightings are new: one per version, slot and fetch?
INSERT INTO sightings
SELECT
    post_id, version, slot_id, account_id, keyword_id, source_id, region, zone, fetch_id,
    round_id, seen_at, batch
FROM incoming
SEMI JOIN (
    SELECT min(row) AS row
    FROM incoming ANTI JOIN sightings USING (post_id, version, slot_id, fetch_id)
    GROUP BY post_id, version, slot_id, fetch_id
) USING (row);
