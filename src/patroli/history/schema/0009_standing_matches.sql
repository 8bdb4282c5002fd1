-- Which matches stand is asked of the versions that have any: a history has far more without.

CREATE OR REPLACE VIEW standing_matches AS
WITH again AS (
    SELECT rule_set, post_id, version, arg_max(answered, matched_at) AS answered
    FROM match_runs SEMI JOIN matches USING (rule_set, post_id, version)
    GROUP BY rule_set, post_id, version
    HAVING count(*) > 1
)
SELECT m.*
FROM matches AS m
LEFT JOIN again USING (rule_set, post_id, version)
LEFT JOIN match_contexts AS c USING (match_id)
WHERE again.answered IS NULL
    OR again.answered = sha256(to_json([c.parent_role, c.parent_text]));
