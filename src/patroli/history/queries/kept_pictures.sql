-- Which pictures of these posts are kept, and in which landed batch does each lie?
SELECT post_id, kind, warc_record_id, batch, batches.day, '' AS told
FROM captures SEMI JOIN asked USING (post_id) JOIN batches USING (batch)
WHERE outcome = 'collected' AND warc_record_id <> ''
UNION
SELECT post_id, 'typed', warc_record_id, fetches.batch, batches.day, fetches.detail
FROM sightings SEMI JOIN asked USING (post_id) JOIN fetches USING (fetch_id) JOIN batches ON batches.batch = fetches.batch
WHERE fetches.purpose = 'typed'
ORDER BY post_id, kind, warc_record_id;
