-- Which landed batches hold the images and page looks of the post?
SELECT b.*
FROM batches AS b
SEMI JOIN (SELECT batch FROM captures WHERE post_id = $post) USING (batch)
ORDER BY day, batch;
