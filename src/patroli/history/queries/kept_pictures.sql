-- Which pictures of these versions are kept, and in which landed batch does each lie?
SELECT post_id, asked.version, kind, warc_record_id, batch, batches.day, '' AS told
FROM captures JOIN asked USING (post_id) JOIN batches USING (batch)
-- An image is asked for once, with the version that showed it first; how a page looked is one version's.
WHERE outcome = 'collected' AND warc_record_id <> '' AND (kind = 'image' OR captures.version = asked.version)
UNION
SELECT post_id, version, 'typed', warc_record_id, fetches.batch, batches.day, fetches.detail
FROM sightings SEMI JOIN asked USING (post_id, version) JOIN fetches USING (fetch_id) JOIN batches ON batches.batch = fetches.batch
WHERE fetches.purpose = 'typed'
ORDER BY post_id, version, kind, warc_record_id;
