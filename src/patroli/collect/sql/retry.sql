-- Which slot is to be asked in the next round, whatever happened to it?
UPDATE faring SET asked_at = '', not_before = '' WHERE slot_id = :slot_id;
