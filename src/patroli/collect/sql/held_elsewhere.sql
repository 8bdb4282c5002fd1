-- Which slots does another collector hold?
SELECT slot_id FROM claim WHERE collector <> :collector;
