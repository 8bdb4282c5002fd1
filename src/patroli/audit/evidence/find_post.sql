-- Which posts have an id that begins so, or an address that is so?
SELECT DISTINCT post_id
FROM versions
WHERE starts_with(post_id, $told) OR url = $told
ORDER BY post_id;
