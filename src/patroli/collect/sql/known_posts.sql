-- Which posts of this slot may be asked again: those of its last listing, and of the others the ones not asked for longest?
WITH recent AS (
    SELECT *, last_seen = max(last_seen) OVER () AS listed
    FROM known_post
    WHERE slot_id = :slot_id AND first_seen >= :since
),
ranked AS (
    SELECT *, row_number() OVER (
        PARTITION BY listed
        ORDER BY CASE WHEN last_seen < last_asked THEN last_asked ELSE last_seen END, post_id
    ) AS place
    FROM recent
)
SELECT post_id, native_id, url, last_seen
FROM ranked
WHERE place <= CASE WHEN listed THEN :listed ELSE :others END
ORDER BY last_seen, post_id;
