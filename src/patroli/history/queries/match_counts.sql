-- How often does each rule hold, for whom and how strongly?
SELECT
    rule_id, form, contest_id, contestant_id, tier,
    count(*) AS matches, count(DISTINCT post_id) AS posts
FROM standing_matches
WHERE rule_set = $rule_set
GROUP BY ALL
ORDER BY ALL;
