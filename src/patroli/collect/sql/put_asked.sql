-- When was this post asked for by itself?
UPDATE known_post SET last_asked = :asked_at WHERE slot_id = :slot_id AND post_id = :post_id;
