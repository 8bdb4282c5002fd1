-- Which versions has this rule set not judged yet, or not with what they answer?
CREATE OR REPLACE TEMP TABLE unjudged AS
SELECT rowid AS place
FROM versions
ANTI JOIN (
    -- A reply is judged again when what it answers was loaded after it was judged.
    SELECT post_id, version
    FROM match_runs LEFT JOIN told USING (post_id, version)
    WHERE rule_set = $rule_set AND matched_at >= coalesce(told_at, matched_at)
)
USING (post_id, version);
