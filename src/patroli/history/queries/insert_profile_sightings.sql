-- Which showings of a state of an account are new: one per slot, state and fetch?
INSERT INTO profile_sightings
SELECT slot_id, version, fetch_id, seen_at
FROM incoming ANTI JOIN profile_sightings USING (slot_id, version, fetch_id);
