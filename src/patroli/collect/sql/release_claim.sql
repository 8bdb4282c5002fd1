-- Which slot has ended, or is not asked after all?
DELETE FROM claim WHERE slot_id = :slot_id AND collector = :collector;
