-- May this round ask the slot: does nobody, or the same collector, or somebody too late, hold it?
INSERT INTO claim VALUES (:slot_id, :round_id, :collector, :until)
ON CONFLICT (slot_id) DO UPDATE SET
    round_id = excluded.round_id,
    collector = excluded.collector,
    until = excluded.until
WHERE claim.until <= :now OR claim.collector = excluded.collector;
