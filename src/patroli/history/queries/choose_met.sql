-- Which versions of one stretch were met first in this time?
CREATE OR REPLACE TEMP TABLE chosen AS
SELECT v.rowid AS place
FROM versions AS v
JOIN (SELECT post_id, version, min(seen_at) AS met FROM sightings GROUP BY ALL)
USING (post_id, version)
WHERE v.rowid BETWEEN $first AND $last AND met >= $since AND met < $until;
