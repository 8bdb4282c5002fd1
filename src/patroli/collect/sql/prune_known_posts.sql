-- Which posts were last seen too long ago to be asked for again?
DELETE FROM known_post WHERE last_seen < :before;
