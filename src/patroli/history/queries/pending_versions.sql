-- Who wrote the chosen versions, what do they answer, and where were they met first?
CREATE OR REPLACE TEMP TABLE pending AS
WITH
asked AS (
    SELECT chosen.place, v.post_id, v.version, v.author, v.parent_id, v.parent_author
    FROM versions AS v JOIN chosen ON v.rowid = chosen.place
),
met AS (
    -- A sighting at an account says more about who speaks than one through a keyword.
    SELECT
        post_id,
        version,
        min({
            'unowned': account_id IS NULL, 'seen_at': seen_at, 'slot_id': slot_id,
            'account_id': account_id, 'source_id': source_id, 'region': region, 'zone': zone
        }) AS first,
        min(seen_at) AS seen_at,
        bool_or(keyword_id IS NOT NULL) AS sought
    FROM sightings SEMI JOIN asked USING (post_id, version)
    GROUP BY post_id, version
),
answered AS (
    -- A reply may name only the id of what it answers: as that was first met, and at whose place.
    SELECT
        post_id,
        min({'seen_at': s.seen_at, 'version': version, 'text': v.text}).text AS text,
        min(s.account_id) AS account_id
    FROM versions AS v JOIN sightings AS s USING (post_id, version)
    SEMI JOIN (SELECT parent_id AS post_id FROM asked WHERE parent_id <> '') USING (post_id)
    GROUP BY post_id
)
SELECT
    asked.place,
    coalesce(owner.role, writer.role, host.role, '') AS author_role,
    coalesce(parent.role, parent_owner.role, '') AS parent_role,
    coalesce(answered.text, '') AS parent_text,
    met.first.region AS region,
    met.first.zone AS zone,
    met.seen_at AS seen_at,
    coalesce(owner.role, '') AS owner_role,
    met.sought AS sought
FROM asked
JOIN met USING (post_id, version)
LEFT JOIN roles AS owner ON owner.kind = 'account' AND owner.key = met.first.account_id
LEFT JOIN roles AS host ON host.kind = 'source' AND host.key = met.first.source_id
LEFT JOIN roles AS writer
    ON writer.kind = 'name' AND writer.key = lower(ltrim(trim(asked.author), '@'))
LEFT JOIN roles AS parent
    ON parent.kind = 'name' AND parent.key = lower(ltrim(trim(asked.parent_author), '@'))
LEFT JOIN answered ON answered.post_id = asked.parent_id
LEFT JOIN roles AS parent_owner
    ON parent_owner.kind = 'account' AND parent_owner.key = answered.account_id;
