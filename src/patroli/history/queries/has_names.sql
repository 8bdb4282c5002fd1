-- Does any post have another name?
SELECT 1 AS found FROM post_names LIMIT 1;
