-- How was this rule set compared with that one, newest first?
SELECT backtest, engine, first_day, last_day, versions, gained, lost, moved, report, made_at
FROM backtests WHERE rule_set = $rule_set AND against = $against
ORDER BY made_at DESC, backtest;
