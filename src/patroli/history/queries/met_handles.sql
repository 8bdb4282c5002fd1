-- Which handles stand behind posts that are not a watched account's own, and where was each met first?
SELECT
    posts.platform,
    authors.handle,
    arg_max(v.author, s.seen_at) AS name,
    arg_min(v.url, s.seen_at) AS url,
    min(s.seen_at) AS first_seen,
    arg_min(authors.batch, s.seen_at) AS batch
FROM authors
JOIN posts USING (post_id)
JOIN sightings AS s USING (post_id)
JOIN versions AS v ON v.post_id = s.post_id AND v.version = s.version
WHERE s.seen_at <= $until
GROUP BY posts.platform, authors.handle
ORDER BY posts.platform, authors.handle;
