-- Does this round still hold the slot?
SELECT 1 FROM claim
WHERE slot_id = :slot_id AND round_id = :round_id AND collector = :collector;
