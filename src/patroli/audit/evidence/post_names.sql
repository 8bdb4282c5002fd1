-- By which other names did the post come, and which batch told that they are its own?
SELECT name, name_id, published_at, batch
FROM post_names
WHERE post_id = $post
ORDER BY name, batch;
