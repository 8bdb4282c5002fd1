-- Which due slots have ended since?
INSERT INTO ledger
SELECT
    round_id, slot_id, account_id, keyword_id, source_id, platform, address, region, zone,
    due_at, ended_at, outcome, detail, fetches, posts, batch
FROM incoming ANTI JOIN ledger USING (round_id, slot_id, ended_at);
