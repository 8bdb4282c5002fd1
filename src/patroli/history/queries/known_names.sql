-- Which of these ids are another name of a post, and which posts among them have other names?
SELECT name_id, post_id, published_at
FROM post_names
WHERE name_id IN (SELECT id FROM asked) OR post_id IN (SELECT id FROM asked)
ORDER BY rowid;
