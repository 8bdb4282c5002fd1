-- Which rules held for the post, on what, and in which context were they judged?
SELECT m.*, c.* EXCLUDE (match_id)
FROM matches AS m LEFT JOIN match_contexts AS c USING (match_id)
WHERE post_id = $post
ORDER BY version, rule_id, contestant_id, match_id;
