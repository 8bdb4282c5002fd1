-- What was a reviewer given to look at on a day, in which order, and what had to wait?
CREATE VIEW queue_of_day AS
SELECT
    i.day, d.made_at, i.queue_id, i.position, i.part, i.position = 0 AS waited, i.item_id,
    i.tier, i.score, i.forms, i.rules, i.contestants, i.since, i.deadline, i.days_left,
    v.post_id, v.version, v.url, v.author, v.text, d.rule_set
FROM (SELECT *, unnest(members) AS member FROM queue_items) AS i
JOIN queue_days AS d USING (queue_id)
LEFT JOIN versions AS v ON v.post_id = i.member.post_id AND v.version = i.member.version
ORDER BY i.day, d.made_at, waited, i.position, i.item_id, v.post_id;
