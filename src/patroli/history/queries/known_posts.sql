-- Which of these ids are posts, and when was each published?
SELECT post_id, min(v.published_at) AS published_at
FROM posts
LEFT JOIN (FROM versions SEMI JOIN asked ON asked.id = versions.post_id) AS v USING (post_id)
WHERE post_id IN (SELECT id FROM asked)
GROUP BY post_id;
