-- A reply may be judged before what it answers is collected; then it is judged again, once more.

-- What the version was known to answer when it was judged: sha256 of its role and text.
ALTER TABLE match_runs ADD COLUMN answered VARCHAR;

-- The matches of the last judgement of each version by each rule set; earlier ones stay recorded.
CREATE VIEW standing_matches AS
WITH again AS (
    SELECT rule_set, post_id, version, arg_max(answered, matched_at) AS answered
    FROM match_runs
    GROUP BY rule_set, post_id, version
    HAVING count(*) > 1
)
SELECT m.*
FROM matches AS m
LEFT JOIN again USING (rule_set, post_id, version)
LEFT JOIN match_contexts AS c USING (match_id)
WHERE again.answered IS NULL
    OR again.answered = sha256(to_json([c.parent_role, c.parent_text]));
