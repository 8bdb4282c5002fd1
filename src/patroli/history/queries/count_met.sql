-- How many versions were met first in this time?
SELECT count(*) AS versions
FROM (SELECT min(seen_at) AS met FROM sightings GROUP BY post_id, version)
WHERE met >= $since AND met < $until;
