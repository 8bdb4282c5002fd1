-- Which stored rule sets have a hash that begins so, and what do they say?
SELECT rule_set, canonical FROM rule_sets WHERE starts_with(rule_set, $rule_set) ORDER BY rule_set;
