-- Which due slots have ended since?
INSERT INTO ledger
SELECT
    round_id, slot_id, account_id, keyword_id, source_id, platform, address, region, zone,
    due_at, ended_at, outcome, detail, fetches, posts, batch
FROM incoming
SEMI JOIN (
    SELECT min(row) AS row
    FROM (SELECT * FROM incoming WHERE outcome <> '')
    ANTI JOIN ledger USING (round_id, slot_id, ended_at)
    GROUP BY round_id, slot_id, ended_at
) USING (row);
