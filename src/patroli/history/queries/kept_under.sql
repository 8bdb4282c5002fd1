-- Under which one id is each of these kept that is no post's id here?
SELECT name_id, any_value(post_id) AS post_id
FROM post_names
WHERE name_id IN (SELECT id FROM asked) AND name_id NOT IN (SELECT post_id FROM posts)
GROUP BY name_id
HAVING count(DISTINCT post_id) = 1;
