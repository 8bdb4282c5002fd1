-- What did this origin's robots.txt answer, and when?
SELECT status, text, fetched_at, detail FROM robots WHERE origin = :origin;
