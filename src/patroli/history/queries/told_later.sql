-- Which replies were loaded before what they answer, and when was that loaded?
CREATE OR REPLACE TEMP TABLE told AS
WITH answered AS (
    SELECT post_id, min(loaded_at) AS told_at
    FROM versions JOIN batches USING (batch)
    SEMI JOIN (
        SELECT parent_id AS post_id FROM versions WHERE parent_id <> '' AND parent_text = ''
    ) USING (post_id)
    GROUP BY post_id
)
SELECT reply.post_id, reply.version, told_at
FROM versions AS reply
JOIN batches AS own USING (batch)
JOIN answered ON answered.post_id = reply.parent_id
WHERE reply.parent_text = '' AND told_at > own.loaded_at;
