-- Which norms were in force on the local day of each match, as patroli knew them last?
CREATE VIEW law_in_force AS
SELECT m.match_id, m.local_day, law.id AS basis, law.title, law.article, law.summary,
    law.valid_from, law.valid_to, law.address, law.known_from
FROM (SELECT match_id, local_day, unnest(basis) AS id FROM matches) AS m
JOIN (
    SELECT unnest(arg_max(l, known_from)) FROM law_versions AS l GROUP BY l.id
) AS law USING (id)
ORDER BY m.match_id, basis;
