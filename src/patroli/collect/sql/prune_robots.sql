-- Which robots.txt files are too old to be of use?
DELETE FROM robots WHERE fetched_at < :before;
