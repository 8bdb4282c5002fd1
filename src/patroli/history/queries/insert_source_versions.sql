-- Which sources are worded differently from when they were last known?
INSERT INTO source_versions
SELECT incoming.*, $now
FROM incoming
LEFT JOIN (
    SELECT id, arg_max(content, known_from) AS content FROM source_versions GROUP BY id
) AS latest USING (id)
WHERE incoming.content IS DISTINCT FROM latest.content;
