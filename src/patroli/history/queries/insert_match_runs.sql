-- Which versions has the rule set judged now?
INSERT INTO match_runs
SELECT DISTINCT $rule_set, post_id, version, $now
FROM judged
ANTI JOIN (SELECT post_id, version FROM match_runs WHERE rule_set = $rule_set)
USING (post_id, version);
