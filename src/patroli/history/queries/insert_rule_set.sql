-- Is this rule set used for the first time?
INSERT INTO rule_sets
SELECT $rule_set, $canonical, $now
WHERE NOT EXISTS (SELECT 1 FROM rule_sets WHERE rule_set = $rule_set);
