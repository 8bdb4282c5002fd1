-- Which versions has this rule set not judged yet, who wrote them and where were they met first?
CREATE OR REPLACE TEMP TABLE pending AS
WITH
unjudged AS (
    SELECT v.rowid AS place, v.post_id, v.version, v.author, v.parent_id, v.parent_author
    FROM versions AS v
    ANTI JOIN (SELECT post_id, version FROM match_runs WHERE rule_set = $rule_set)
    USING (post_id, version)
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
        min(seen_at) AS seen_at
    FROM sightings SEMI JOIN unjudged USING (post_id, version)
    GROUP BY post_id, version
),
answered AS (
    -- A reply may name only the id of what it answers: as that was first met, and at whose place.
    SELECT
        post_id,
        min({'seen_at': s.seen_at, 'version': version, 'text': v.text}).text AS text,
        min(s.account_id) AS account_id
    FROM versions AS v JOIN sightings AS s USING (post_id, version)
    SEMI JOIN (SELECT parent_id AS post_id FROM unjudged WHERE parent_id <> '') USING (post_id)
    GROUP BY post_id
)
SELECT
    unjudged.place,
    coalesce(owner.role, writer.role, host.role, '') AS author_role,
    coalesce(parent.role, parent_owner.role, '') AS parent_role,
    coalesce(answered.text, '') AS parent_text,
    met.first.region AS region,
    met.first.zone AS zone,
    met.seen_at AS seen_at
FROM unjudged
JOIN met USING (post_id, version)
LEFT JOIN roles AS owner ON owner.kind = 'account' AND owner.key = met.first.account_id
LEFT JOIN roles AS host ON host.kind = 'source' AND host.key = met.first.source_id
LEFT JOIN roles AS writer
    ON writer.kind = 'name' AND writer.key = lower(ltrim(trim(unjudged.author), '@'))
LEFT JOIN roles AS parent
    ON parent.kind = 'name' AND parent.key = lower(ltrim(trim(unjudged.parent_author), '@'))
LEFT JOIN answered ON answered.post_id = unjudged.parent_id
LEFT JOIN roles AS parent_owner
    ON parent_owner.kind = 'account' AND parent_owner.key = answered.account_id;
