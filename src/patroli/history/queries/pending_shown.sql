-- What do the chosen versions of one stretch say, in what context, and where can they be seen?
SELECT
    v.post_id, v.version, v.text, coalesce(nullif(v.parent_text, ''), p.parent_text) AS parent_text,
    p.parent_role, p.author_role, p.region, p.zone, v.published_at, p.seen_at,
    v.url, p.owner_role, p.sought
FROM versions AS v
JOIN pending AS p ON v.rowid = p.place
WHERE v.rowid BETWEEN $first AND $last AND p.place BETWEEN $first AND $last
ORDER BY v.rowid;
