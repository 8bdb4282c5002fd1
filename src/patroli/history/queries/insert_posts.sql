-- Which posts are met for the first time?
INSERT INTO posts
SELECT post_id, platform, native_id, batch
FROM incoming
SEMI JOIN (
    SELECT min(row) AS row FROM incoming ANTI JOIN posts USING (post_id) GROUP BY post_id
) USING (row);
