-- Which matches are there, by rule set; a sample is the same whenever it is asked for?
SELECT match_id, rule_set
FROM matches
WHERE starts_with(match_id, $match_id)
QUALIFY row_number() OVER (ORDER BY md5(match_id), match_id) <= coalesce($sample, 9223372036854775807)
ORDER BY rule_set, match_id;
