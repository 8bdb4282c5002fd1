-- How did each slot fare up to now, and when was it to be due again?
SELECT
    slot.slot_id, slot.next_due_at, slot.last_round_id, slot.last_outcome,
    f.asked_at, f.habit, f.soft, f.hard, f.failing_since, f.quarantined_since, f.why, f.not_before,
    f.more, f.noted_at
FROM slot LEFT JOIN faring AS f ON f.slot_id = slot.slot_id;
