-- Is there a row for this budget and period? Now there is.
INSERT INTO spending (budget, period, units) VALUES (:budget, :period, 0)
ON CONFLICT (budget, period) DO NOTHING;
