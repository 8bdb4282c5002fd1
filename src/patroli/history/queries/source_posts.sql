-- When was each post of every slot written, as far as is known, and how long was it at first sight?
WITH
first AS (
    SELECT slot_id, post_id, arg_min(version, seen_at) AS version, min(seen_at) AS seen_at
    FROM sightings AS s
    -- A comment at somebody else's place says nothing of how this one fares.
    ANTI JOIN fetches AS f ON f.fetch_id = s.fetch_id AND f.slot_id <> s.slot_id
    WHERE seen_at <= $until
    GROUP BY slot_id, post_id
),
met AS (
    SELECT
        first.slot_id,
        first.seen_at,
        least(coalesce(versions.published_at, first.seen_at), first.seen_at) AS written_at,
        length(versions.text) AS length
    FROM first JOIN versions USING (post_id, version)
)
SELECT
    slot_id,
    list({'written_at': written_at, 'seen_at': seen_at, 'length': length}
         ORDER BY written_at, seen_at) AS posts
FROM met
WHERE written_at >= $since
GROUP BY slot_id;
