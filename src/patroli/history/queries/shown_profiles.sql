-- From when to when did each platform show what of an account, and which fetch showed it first?
WITH
seen AS (
    SELECT
        p.account_id, s.slot_id, s.version, s.seen_at, s.fetch_id,
        s.version IS DISTINCT FROM lag(s.version) OVER in_time AS is_new
    FROM profile_sightings AS s JOIN profiles AS p USING (slot_id, version)
    WHERE p.account_id IS NOT NULL AND s.seen_at <= $until
    WINDOW in_time AS (PARTITION BY s.slot_id ORDER BY s.seen_at, s.fetch_id)
),
spells AS (
    SELECT
        *,
        count_if(is_new) OVER (
            PARTITION BY slot_id ORDER BY seen_at, fetch_id ROWS UNBOUNDED PRECEDING
        ) AS spell
    FROM seen
),
shown AS (
    SELECT
        slot_id, spell, any_value(version) AS version, min(seen_at) AS first_seen,
        max(seen_at) AS last_seen, arg_min(fetch_id, seen_at) AS fetch_id
    FROM spells GROUP BY slot_id, spell
)
SELECT
    p.account_id, slot_id, p.platform, p.native_id, p.handle, p.name, p.standing, p.moved_to,
    shown.first_seen, shown.last_seen,
    coalesce(f.final_url, '') AS url, coalesce(f.batch, '') AS batch
FROM shown
JOIN profiles AS p USING (slot_id, version)
LEFT JOIN fetches AS f USING (fetch_id)
ORDER BY p.account_id, slot_id, shown.first_seen, spell;
