-- Which posts have another name whose id begins so, or that is so?
SELECT DISTINCT post_id
FROM post_names
WHERE starts_with(name_id, $told) OR name = $told
ORDER BY post_id;
