-- How many versions has this rule set not judged yet?
SELECT count(*) AS versions
FROM versions
ANTI JOIN (SELECT post_id, version FROM match_runs WHERE rule_set = $rule_set)
USING (post_id, version);
