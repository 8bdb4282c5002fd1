-- Does this round still hold the slot, which has ended or is not asked after all? Now it is free.
DELETE FROM claim
WHERE slot_id = :slot_id AND round_id = :round_id AND collector = :collector;
