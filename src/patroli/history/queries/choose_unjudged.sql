-- Which versions of one stretch has this rule set not judged yet?
CREATE OR REPLACE TEMP TABLE chosen AS
SELECT rowid AS place
FROM versions
ANTI JOIN (SELECT post_id, version FROM match_runs WHERE rule_set = $rule_set)
USING (post_id, version)
WHERE rowid BETWEEN $first AND $last;
