-- What was recorded about these matches, and all that they rest on?
SELECT
    m.* EXCLUDE (row_hash), v.text, c.parent_text, c.parent_role, c.author_role, c.region, c.zone,
    c.published_at, c.seen_at, c.engine
FROM matches AS m
SEMI JOIN asked USING (match_id)
LEFT JOIN versions AS v USING (post_id, version)
LEFT JOIN match_contexts AS c USING (match_id)
ORDER BY m.match_id;
