-- When did the ledger last tell that this slot is passed over?
UPDATE faring SET noted_at = :noted_at WHERE slot_id = :slot_id;
