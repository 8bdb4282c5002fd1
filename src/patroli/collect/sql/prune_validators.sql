-- Which answers are too old to be compared with?
DELETE FROM validator WHERE fetched_at < :before;
