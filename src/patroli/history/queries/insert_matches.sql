-- Which matches are not recorded yet?
INSERT INTO matches
SELECT *, sha256(to_json(incoming)) AS row_hash
FROM incoming ANTI JOIN matches USING (match_id);
