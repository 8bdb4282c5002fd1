-- Is this backtest, with just these figures, not recorded yet?
INSERT INTO backtests
SELECT
    $backtest, $rule_set, $against, $engine, $first_day, $last_day, $versions, $gained, $lost,
    $moved, $report, $now
WHERE NOT EXISTS (SELECT 1 FROM backtests WHERE backtest = $backtest);
