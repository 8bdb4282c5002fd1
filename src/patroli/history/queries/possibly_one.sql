-- Which posts that people brought read like another post of the account, of the same minute?
WITH
brought AS (
    SELECT DISTINCT s.account_id, s.post_id, v.text, date_trunc('minute', v.published_at) AS minute
    FROM (
        SELECT fetch_id FROM fetches
        WHERE purpose IN ('import', 'typed') AND list_contains($batches, batch)
    ) AS f
    JOIN sightings AS s USING (fetch_id)
    JOIN versions AS v USING (post_id, version)
    WHERE v.published_at IS NOT NULL AND v.text <> ''
),
others AS (
    SELECT s.account_id, s.post_id AS other_id, v.text, date_trunc('minute', v.published_at) AS minute
    FROM sightings AS s JOIN versions AS v USING (post_id, version)
    SEMI JOIN brought
        ON brought.account_id = s.account_id
        AND brought.minute = date_trunc('minute', v.published_at)
)
SELECT DISTINCT brought.account_id, brought.post_id, others.other_id
FROM brought JOIN others USING (account_id, minute)
WHERE brought.post_id <> others.other_id
    AND lower(trim(regexp_replace(brought.text, '\s+', ' ', 'g')))
    = lower(trim(regexp_replace(others.text, '\s+', ' ', 'g')))
ORDER BY ALL;
