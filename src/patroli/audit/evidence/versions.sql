-- How did the post read, each time that it read otherwise, and from when?
SELECT v.*, met.first_seen, met.last_seen, met.sightings
FROM versions AS v
JOIN (
    SELECT post_id, version, min(seen_at) AS first_seen, max(seen_at) AS last_seen,
        count(*) AS sightings
    FROM sightings GROUP BY post_id, version
) AS met USING (post_id, version)
WHERE post_id = $post
ORDER BY met.first_seen, version;
