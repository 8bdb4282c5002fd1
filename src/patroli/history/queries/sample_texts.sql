-- Which texts are drawn, the same ones whenever so many are asked for?
SELECT text FROM versions ORDER BY md5(post_id || version), version LIMIT $count;
