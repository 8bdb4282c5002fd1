-- In what context was each match found?
INSERT INTO match_contexts
SELECT
    match_id, coalesce(parent_text, ''), parent_role, author_role, region, zone, published_at,
    seen_at, $engine
FROM (SELECT DISTINCT match_id, post_id, version FROM incoming)
JOIN judged USING (post_id, version)
ANTI JOIN match_contexts USING (match_id);
