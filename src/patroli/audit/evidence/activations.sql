-- When and by whom were the rule sets put in force that judged the post?
SELECT a.*
FROM activations AS a
SEMI JOIN (SELECT rule_set FROM matches WHERE post_id = $post) USING (rule_set)
ORDER BY number;
