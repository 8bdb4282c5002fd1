-- What did a post say, from when to when was each wording met, and when did it stop answering?
CREATE VIEW post_states AS
SELECT
    v.post_id, v.version, v.url, v.author, v.title, v.text, v.parent_text, v.media,
    v.published_at, v.published_raw, met.first_seen, met.last_seen, met.sightings,
    coalesce(missed.signs, []) AS signs_of_absence
FROM versions AS v
JOIN (
    SELECT post_id, version, min(seen_at) AS first_seen, max(seen_at) AS last_seen,
        count(*) AS sightings
    FROM sightings GROUP BY post_id, version
) AS met USING (post_id, version)
LEFT JOIN (
    SELECT post_id, list({'seen_at': seen_at, 'signal': signal} ORDER BY seen_at) AS signs
    FROM absences GROUP BY post_id
) AS missed USING (post_id)
ORDER BY v.post_id, met.first_seen;
