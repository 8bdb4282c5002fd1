-- When was each post of every slot written, as far as is known, and what did it look like at first sight?
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
        length(versions.text) AS length,
        hash(versions.text) AS words,
        versions.published_at IS NOT NULL AS is_dated,
        versions.author <> '' AS is_signed
    FROM first JOIN versions USING (post_id, version)
),
back AS (
    -- Counted back from the newest post: who fell silent long ago still has the habit it broke.
    SELECT slot_id, max(written_at) - to_days($days::INTEGER) AS since FROM met GROUP BY slot_id
)
SELECT
    slot_id,
    list(epoch_us(written_at) ORDER BY written_at, seen_at, words) AS written_us,
    list(epoch_us(seen_at) ORDER BY written_at, seen_at, words) AS seen_us,
    list(length ORDER BY written_at, seen_at, words) AS length,
    list(words ORDER BY written_at, seen_at, words) AS words,
    list(is_dated ORDER BY written_at, seen_at, words) AS is_dated,
    list(is_signed ORDER BY written_at, seen_at, words) AS is_signed
FROM met JOIN back USING (slot_id)
WHERE written_at >= back.since
GROUP BY slot_id;
