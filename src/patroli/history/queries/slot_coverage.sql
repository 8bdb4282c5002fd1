-- How did every slot fare that was due in this time, answered or not?
WITH
due AS (
    SELECT
        round_id, slot_id, account_id, keyword_id, source_id, platform, address, due_at
    FROM planned WHERE due_at BETWEEN $since AND $until
    UNION
    SELECT
        round_id, slot_id, account_id, keyword_id, source_id, platform, address, due_at
    FROM ledger WHERE due_at BETWEEN $since AND $until
),
ended AS (
    SELECT round_id, slot_id, arg_max(ledger, ended_at) AS last
    FROM ledger WHERE due_at BETWEEN $since AND $until
    GROUP BY round_id, slot_id
),
fared AS (
    SELECT
        round.slot_id, round.slot, round.slot.due_at AS due_at,
        ended.last IS NULL AS interrupted,
        coalesce(ended.last.outcome, 'failed') AS outcome,
        coalesce(ended.last.detail, 'interrupted') AS detail,
        coalesce(ended.last.posts, 0) AS posts
    FROM (
        SELECT round_id, slot_id, arg_min(due, due_at) AS slot
        FROM due GROUP BY round_id, slot_id
    ) AS round
    LEFT JOIN ended USING (round_id, slot_id)
),
summed AS (
    SELECT
        slot_id,
        arg_max(fared, due_at) AS last,
        count(*) AS rounds,
        count(*) FILTER (outcome IN ('collected', 'unchanged', 'empty')) AS reached,
        sum(posts)::BIGINT AS posts
    FROM fared GROUP BY slot_id
),
ever AS (
    SELECT slot_id, max(ended_at) AS last_reached
    FROM ledger WHERE outcome IN ('collected', 'unchanged', 'empty')
    GROUP BY slot_id
),
owner AS (
    SELECT arg_max(a, known_from) AS a FROM account_versions AS a GROUP BY id
)
SELECT
    slot_id,
    summed.last.slot.account_id AS account_id,
    summed.last.slot.keyword_id AS keyword_id,
    summed.last.slot.source_id AS source_id,
    summed.last.slot.platform AS platform,
    summed.last.slot.address AS address,
    coalesce(owner.a.holder, '') AS holder,
    coalesce(owner.a.agency, '') AS agency,
    summed.last.outcome AS outcome,
    summed.last.detail AS detail,
    summed.last.interrupted AS interrupted,
    summed.rounds, summed.reached, ever.last_reached, summed.posts
FROM summed
LEFT JOIN ever USING (slot_id)
LEFT JOIN owner ON owner.a.id = summed.last.slot.account_id
ORDER BY agency, platform, slot_id;
