-- How many posts of each account did this rule set match?
SELECT s.account_id, count(DISTINCT s.post_id) AS posts
FROM sightings AS s
SEMI JOIN (SELECT post_id, version FROM matches WHERE rule_set = $rule_set) AS m
    ON m.post_id = s.post_id AND m.version = s.version
WHERE s.account_id IS NOT NULL
GROUP BY s.account_id;
