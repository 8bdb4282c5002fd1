-- Which versions has this rule set not judged yet, or not with what they answer?
CREATE OR REPLACE TEMP TABLE unjudged AS
SELECT rowid AS place
FROM versions
ANTI JOIN (
    -- A reply is judged again when what it answers was loaded after it was judged.
    SELECT post_id, version
    FROM match_runs
    LEFT JOIN (
        SELECT reply.post_id, reply.version, min(b.loaded_at) AS told_at
        FROM versions AS reply
        JOIN versions AS answered ON answered.post_id = reply.parent_id
        JOIN batches AS b ON b.batch = answered.batch
        WHERE reply.parent_id <> '' AND reply.parent_text = ''
        GROUP BY reply.post_id, reply.version
    ) AS parent USING (post_id, version)
    WHERE rule_set = $rule_set AND matched_at >= coalesce(told_at, matched_at)
)
USING (post_id, version);
