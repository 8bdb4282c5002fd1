-- Which rules, word lists, contests and law judged the post?
SELECT r.*
FROM rule_sets AS r
SEMI JOIN (SELECT rule_set FROM matches WHERE post_id = $post) USING (rule_set)
ORDER BY rule_set;
