-- What is put in force now?
INSERT INTO activations
SELECT *, sha256(to_json(incoming)) AS row_hash
FROM (
    SELECT
        coalesce((SELECT max(number) FROM activations), 0)::INTEGER + 1 AS number,
        $rule_set AS rule_set, $against AS against, $backtest AS backtest, $made_by AS made_by,
        $because AS because, $now::TIMESTAMPTZ AS activated_at,
        coalesce((SELECT arg_max(row_hash, number) FROM activations), '') AS previous
) AS incoming;
