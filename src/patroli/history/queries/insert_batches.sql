-- Which batches are loaded now?
INSERT INTO batches
SELECT batch, day, manifest_sha256, sightings, fetches, absences, ledger, $loaded_at
FROM incoming;
