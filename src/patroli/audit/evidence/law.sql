-- Under which norms, in force on the post's own day, do its matches stand?
SELECT law_in_force.*
FROM law_in_force
SEMI JOIN (SELECT match_id FROM matches WHERE post_id = $post) USING (match_id)
ORDER BY match_id, basis;
