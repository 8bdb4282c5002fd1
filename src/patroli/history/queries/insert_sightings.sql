-- Which sightings are new: one per version, slot and fetch?
INSERT INTO sightings
SELECT
    post_id, version, slot_id, account_id, keyword_id, source_id, region, zone, fetch_id,
    seen_at
FROM incoming
ANTI JOIN (
    -- A fetch has one time, so older and newer sightings need not be looked at.
    SELECT post_id, version, slot_id, fetch_id FROM sightings
    WHERE seen_at BETWEEN $first AND $last
) USING (post_id, version, slot_id, fetch_id);
