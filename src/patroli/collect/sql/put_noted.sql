-- When did the ledger tell that this slot is passed over in quarantine?
UPDATE faring SET noted_at = :noted_at WHERE slot_id = :slot_id;
