-- How many posts and versions were first met in this time, and how many posts has the rule set read?
SELECT
    (SELECT count(*) FROM (SELECT min(seen_at) AS first FROM sightings GROUP BY post_id)
     WHERE first BETWEEN $since AND $until) AS new_posts,
    (SELECT count(*) FROM (SELECT min(seen_at) AS first FROM sightings GROUP BY post_id, version)
     WHERE first BETWEEN $since AND $until) AS new_versions,
    (SELECT count(DISTINCT post_id) FROM match_runs WHERE rule_set = $rule_set) AS read_posts;
