-- Which rule sets were put in force, in order, on what proof?
SELECT
    a.number, a.rule_set, a.against, a.backtest, a.made_by, a.because, a.activated_at, a.row_hash,
    b.first_day, b.last_day, coalesce(b.versions, 0) AS versions, coalesce(b.gained, 0) AS gained,
    coalesce(b.lost, 0) AS lost, coalesce(b.moved, 0) AS moved
FROM activations AS a LEFT JOIN backtests AS b USING (backtest)
ORDER BY a.number;
