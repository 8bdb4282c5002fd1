-- Which requests, or files that people brought, showed the post or missed it?
SELECT f.*
FROM fetches AS f
SEMI JOIN (
    SELECT fetch_id FROM sightings WHERE post_id = $post
    UNION ALL
    SELECT fetch_id FROM absences WHERE post_id = $post
) USING (fetch_id)
ORDER BY fetched_at, fetch_id;
