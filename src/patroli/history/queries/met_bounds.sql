-- When were the first and the last version met for the first time?
SELECT min(met) AS first, max(met) AS last
FROM (SELECT min(seen_at) AS met FROM sightings GROUP BY post_id, version);
