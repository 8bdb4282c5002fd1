-- Which rule set judged last?
SELECT rule_set FROM match_runs JOIN rule_sets USING (rule_set)
GROUP BY rule_set, first_used_at
ORDER BY max(matched_at) DESC, first_used_at DESC, rule_set LIMIT 1;
