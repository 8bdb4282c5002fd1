-- Which posts are met for the first time?
INSERT INTO posts
SELECT post_id, platform, native_id
FROM incoming ANTI JOIN posts USING (post_id);
