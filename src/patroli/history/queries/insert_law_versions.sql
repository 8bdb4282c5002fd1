-- Which norms are worded differently from when they were last known?
INSERT INTO law_versions
SELECT incoming.*, $now
FROM incoming
LEFT JOIN (
    SELECT id, arg_max(content, known_from) AS content FROM law_versions GROUP BY id
) AS latest USING (id)
WHERE incoming.content IS DISTINCT FROM latest.content;
