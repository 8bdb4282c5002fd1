-- Which posts and versions did the queue item whose id begins so hold, when it was last queued?
SELECT item_id, arg_max(members, day) AS members
FROM queue_items
WHERE starts_with(item_id, $item)
GROUP BY item_id
ORDER BY item_id;
