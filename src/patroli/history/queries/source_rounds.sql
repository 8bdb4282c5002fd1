-- How did every slot end in every round since then, and who stands behind it?
WITH
told AS (
    SELECT
        round_id, slot_id, account_id, keyword_id, source_id, platform, address, region, zone,
        due_at
    FROM planned WHERE due_at BETWEEN $since AND $until
    UNION ALL
    SELECT
        round_id, slot_id, account_id, keyword_id, source_id, platform, address, region, zone,
        due_at
    FROM ledger WHERE due_at BETWEEN $since AND $until
),
due AS (
    SELECT round_id, slot_id, max(due_at) AS due_at FROM told GROUP BY round_id, slot_id
),
ended AS (
    SELECT
        round_id, slot_id,
        arg_max(outcome, ended_at) AS outcome,
        arg_max(detail, ended_at) AS detail,
        arg_max(posts, ended_at) AS posts
    FROM ledger WHERE due_at BETWEEN $since AND $until
    GROUP BY round_id, slot_id
),
rounds AS (
    SELECT
        slot_id,
        max(due.due_at) AS last_due,
        list(epoch_us(due.due_at) ORDER BY due.due_at, round_id) AS due_us,
        list(coalesce(ended.outcome, '') ORDER BY due.due_at, round_id) AS outcomes,
        list(coalesce(ended.posts, 0) ORDER BY due.due_at, round_id) AS posts,
        arg_max(coalesce(ended.detail, ''), (due.due_at, round_id)) AS detail
    FROM due LEFT JOIN ended USING (round_id, slot_id)
    GROUP BY slot_id
),
slot AS (
    SELECT DISTINCT ON (slot_id) told.*
    FROM told JOIN rounds ON rounds.slot_id = told.slot_id AND rounds.last_due = told.due_at
    ORDER BY slot_id, round_id DESC
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
    slot_id, slot.account_id, slot.keyword_id, slot.source_id, slot.platform, slot.address,
    slot.region, slot.zone,
    coalesce(owner.a.holder, '') AS holder,
    coalesce(owner.a.agency, '') AS agency,
    ever.last_reached, ever.last_filled,
    rounds.due_us, rounds.outcomes, rounds.posts, rounds.detail
FROM rounds
JOIN slot USING (slot_id)
LEFT JOIN ever USING (slot_id)
LEFT JOIN owner ON owner.a.id = slot.account_id
ORDER BY agency, holder, platform, slot_id;
