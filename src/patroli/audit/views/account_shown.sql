-- How is it known that this account is this person's, and did it change?
CREATE VIEW account_shown AS
WITH
seen AS (
    SELECT
        p.account_id, p.platform, p.native_id, p.handle, p.name, p.standing, p.moved_to,
        p.version, s.slot_id, s.fetch_id, s.seen_at,
        s.version IS DISTINCT FROM lag(s.version) OVER (
            PARTITION BY p.account_id, p.slot_id ORDER BY s.seen_at, s.fetch_id
        ) AS is_new
    FROM profile_sightings AS s JOIN profiles AS p USING (slot_id, version)
    WHERE p.account_id IS NOT NULL
),
spells AS (
    SELECT
        *,
        count_if(is_new) OVER (
            PARTITION BY account_id, slot_id ORDER BY seen_at, fetch_id
            ROWS UNBOUNDED PRECEDING
        ) AS spell
    FROM seen
),
shown AS (
    SELECT
        account_id, slot_id, spell, any_value(platform) AS platform, any_value(native_id) AS native_id,
        any_value(handle) AS handle, any_value(name) AS name, any_value(standing) AS standing,
        any_value(moved_to) AS moved_to, min(seen_at) AS first_seen, max(seen_at) AS last_seen,
        count(*) AS sightings, arg_min(fetch_id, seen_at) AS fetch_id
    FROM spells
    GROUP BY account_id, slot_id, spell
),
known AS (
    -- As worded last; account_known has every wording.
    SELECT
        id, arg_max(holder, known_from) AS holder, arg_max(proof, known_from) AS proof,
        arg_max(confidence, known_from) AS confidence
    FROM account_versions GROUP BY id
)
SELECT
    shown.account_id, known.holder, known.proof, known.confidence, shown.platform, shown.native_id,
    shown.handle, shown.name, shown.standing, shown.moved_to, shown.first_seen, shown.last_seen,
    shown.sightings, f.final_url AS url, f.body_sha256, f.warc_record_id, f.batch
FROM shown
LEFT JOIN fetches AS f USING (fetch_id)
LEFT JOIN known ON known.id = shown.account_id
ORDER BY shown.account_id, shown.first_seen, shown.slot_id;
