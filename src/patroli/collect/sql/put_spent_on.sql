-- When was this asked for from this budget, the window of an earlier time being over?
INSERT INTO spent_on (budget, what, first_at) VALUES (:budget, :what, :first_at)
ON CONFLICT (budget, what) DO UPDATE SET first_at = excluded.first_at;
