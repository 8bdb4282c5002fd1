-- What was known of an account, why was it taken to be its holder's, and from when to when?
CREATE VIEW account_known AS
SELECT
    id AS account_id, holder, role, position, agency, region, zone, platform, address, proof,
    confidence, reason, watched_from, watched_to, known_from,
    lead(known_from) OVER (PARTITION BY id ORDER BY known_from) AS known_until, content
FROM account_versions
ORDER BY account_id, known_from;
