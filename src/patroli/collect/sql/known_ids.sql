-- Which posts were ever met in this slot?
SELECT post_id FROM known_post WHERE slot_id = :slot_id;
