-- Which names of posts are told for the first time?
INSERT INTO post_names
SELECT name_id, name, post_id, published_at, batch
FROM incoming ANTI JOIN post_names USING (name_id, post_id);
