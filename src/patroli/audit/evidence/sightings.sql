-- When was which version met, for whom, by which fetch?
FROM sightings WHERE post_id = $post ORDER BY seen_at, fetch_id;
