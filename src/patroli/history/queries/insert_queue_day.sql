-- Is this queue, with just these items, not recorded yet?
INSERT INTO queue_days
SELECT $queue_id, $day, $rule_set, $items, $waiting, $now
WHERE NOT EXISTS (SELECT 1 FROM queue_days WHERE queue_id = $queue_id);
