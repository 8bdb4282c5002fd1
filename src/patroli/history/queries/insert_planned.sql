-- Which due slots are named by a round's plan (ledger rows without an outcome)?
INSERT INTO planned
SELECT
    round_id, slot_id, account_id, keyword_id, source_id, platform, address, region, zone,
    due_at, batch
FROM incoming ANTI JOIN planned USING (round_id, slot_id);
