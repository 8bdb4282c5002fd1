-- When did the post not answer, and by what sign?
FROM absences WHERE post_id = $post ORDER BY seen_at, fetch_id;
