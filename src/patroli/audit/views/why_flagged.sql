-- Why was this post flagged: which rule held, on which words, under which norms, seen where and when?
CREATE VIEW why_flagged AS
WITH met AS (
    SELECT
        post_id, version,
        min(seen_at) AS first_seen,
        arg_min(fetch_id, seen_at) AS fetch_id,
        arg_min(account_id, seen_at) FILTER (account_id IS NOT NULL) AS account_id
    FROM sightings GROUP BY post_id, version
)
SELECT
    m.match_id, m.post_id, m.version, v.url, v.author, v.published_at, met.first_seen,
    met.account_id,
    m.rule_id, m.form, m.tier, m.score, m.contest_id, m.contestant_id, m.stage, m.local_day,
    v.text,
    list_transform(m.spans, lambda span: {
        'words': substring(v.text, span.start + 1, span."end" - span.start),
        'what': span.what, 'name': span.name
    }) AS words,
    m.reasons, m.lowered_by, m.basis, m.rule_set,
    f.final_url AS captured_from, f.fetched_at AS captured_at, f.body_sha256, f.batch,
    f.warc_record_id
FROM matches AS m
JOIN versions AS v USING (post_id, version)
JOIN met USING (post_id, version)
LEFT JOIN fetches AS f USING (fetch_id);
