-- Which collector is dead, so that its slots are free?
DELETE FROM claim WHERE collector = :collector;
