-- Which rule set was in force from when to when, on what proof, decided by whom and why?
CREATE VIEW rules_in_force AS
SELECT
    a.number, a.activated_at AS from_time,
    lead(a.activated_at) OVER (ORDER BY a.number) AS to_time,
    a.rule_set, a.against, a.made_by, a.because,
    a.backtest, b.first_day, b.last_day, b.versions, b.gained, b.lost, b.moved
FROM activations AS a LEFT JOIN backtests AS b USING (backtest)
ORDER BY a.number;
