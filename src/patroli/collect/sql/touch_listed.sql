-- The listing is unchanged: which posts are therefore still in it?
UPDATE known_post SET last_seen = :seen_at
WHERE slot_id = :slot_id
    AND last_seen = (SELECT max(last_seen) FROM known_post WHERE slot_id = :slot_id);
