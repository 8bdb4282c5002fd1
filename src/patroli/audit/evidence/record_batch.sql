-- Which batch holds this record?
SELECT b.day, b.batch
FROM batches AS b
SEMI JOIN (SELECT batch FROM fetches WHERE warc_record_id = $record) USING (batch)
ORDER BY b.day, b.batch
LIMIT 1;
