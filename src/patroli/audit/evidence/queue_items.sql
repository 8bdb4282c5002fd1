-- In which queues was the post given to people, and where in them?
SELECT q.*
FROM queue_items AS q
WHERE list_contains(list_transform(q.members, lambda member: member.post_id), $post)
ORDER BY day, queue_id, position;
