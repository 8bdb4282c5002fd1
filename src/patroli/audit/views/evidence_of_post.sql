-- What proves this post: which answers showed it or missed it, which images and looks were kept, and where?
CREATE VIEW evidence_of_post AS
SELECT
    post_id, version, 'seen' AS what, s.seen_at AS at, f.final_url AS url, f.outcome, f.detail,
    f.body_sha256, f.batch, f.warc_record_id
FROM sightings AS s LEFT JOIN fetches AS f USING (fetch_id)
UNION ALL
SELECT
    post_id, '', 'missed: ' || a.signal, a.seen_at, f.final_url, f.outcome, f.detail,
    f.body_sha256, f.batch, f.warc_record_id
FROM absences AS a LEFT JOIN fetches AS f USING (fetch_id)
UNION ALL
SELECT
    post_id, version, kind, captured_at, url, outcome, detail, body_sha256, batch, warc_record_id
FROM captures;
