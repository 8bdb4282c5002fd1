-- How did every slot end in every round since then, and who stands behind it?
WITH
due AS (
    SELECT round_id, slot_id, account_id, keyword_id, source_id, platform, address, region, zone,
        due_at
    FROM planned WHERE due_at BETWEEN $since AND $until
    UNION
    SELECT round_id, slot_id, account_id, keyword_id, source_id, platform, address, region, zone,
        due_at
    FROM ledger WHERE due_at BETWEEN $since AND $until
),
ended AS (
    SELECT round_id, slot_id, arg_max(ledger, ended_at) AS last
    FROM ledger WHERE due_at BETWEEN $since AND $until
    GROUP BY round_id, slot_id
),
rounds AS (
    SELECT
        due.slot_id,
        arg_max(due, due.due_at) AS slot,
        list({
            'due_at': due.due_at,
            'outcome': ended.last.outcome,
            'detail': coalesce(ended.last.detail, ''),
            'posts': coalesce(ended.last.posts, 0)
        } ORDER BY due.due_at, due.round_id) AS rounds
    FROM due LEFT JOIN ended USING (round_id, slot_id)
    GROUP BY due.slot_id
),
ever AS (
    SELECT
        slot_id,
        max(ended_at) AS last_reached,
        max(ended_at) FILTER (posts > 0) AS last_filled
    FROM ledger
    WHERE ended_at <= $until AND outcome IN ('collected', 'unchanged', 'empty')
    GROUP BY slot_id
),
owner AS (
    SELECT arg_max(a, known_from) AS a FROM account_versions AS a GROUP BY id
)
SELECT
    slot_id,
    slot.account_id AS account_id,
    slot.keyword_id AS keyword_id,
    slot.source_id AS source_id,
    slot.platform AS platform,
    slot.address AS address,
    slot.region AS region,
    slot.zone AS zone,
    coalesce(owner.a.holder, '') AS holder,
    coalesce(owner.a.agency, '') AS agency,
    ever.last_reached AS last_reached,
    ever.last_filled AS last_filled,
    rounds
FROM rounds
LEFT JOIN ever USING (slot_id)
LEFT JOIN owner ON owner.a.id = slot.account_id
ORDER BY agency, holder, platform, slot_id;
