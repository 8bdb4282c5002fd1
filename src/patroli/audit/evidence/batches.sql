-- Which landed batches do all of these rows come from?
SELECT b.*
FROM batches AS b
SEMI JOIN (
    SELECT batch FROM versions WHERE post_id = $post
    UNION ALL
    SELECT batch FROM absences WHERE post_id = $post
    UNION ALL
    SELECT f.batch FROM fetches AS f JOIN sightings AS s USING (fetch_id) WHERE s.post_id = $post
) USING (batch)
ORDER BY day, batch;
