-- Which versions has the rule set judged now, and what did they answer as far as was known?
INSERT INTO match_runs
SELECT DISTINCT
    $rule_set, post_id, version, $now, sha256(to_json([parent_role, coalesce(parent_text, '')]))
FROM judged;
