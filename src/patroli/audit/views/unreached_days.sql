-- On which days, in its own zone, was an account or keyword due and never reached?
CREATE VIEW unreached_days AS
WITH due AS (
    SELECT round_id, slot_id, account_id, keyword_id, platform, address, zone, due_at
    FROM planned
    UNION
    SELECT round_id, slot_id, account_id, keyword_id, platform, address, zone, due_at
    FROM ledger
)
SELECT
    timezone(due.zone, due.due_at)::DATE AS local_day,
    due.account_id, due.keyword_id, due.platform, due.address,
    count(DISTINCT due.round_id) AS rounds,
    list(DISTINCT coalesce(l.outcome, 'interrupted') ORDER BY coalesce(l.outcome, 'interrupted'))
        AS outcomes,
    list(DISTINCT l.detail ORDER BY l.detail) FILTER (l.detail <> '') AS details
FROM due LEFT JOIN ledger AS l USING (round_id, slot_id)
GROUP BY 1, 2, 3, 4, 5
HAVING count(*) FILTER (l.outcome IN ('collected', 'unchanged', 'empty')) = 0
ORDER BY 1, 2, 3;
