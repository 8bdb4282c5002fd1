-- Where does this slot stand after a landed round? An empty cursor keeps the old one.
INSERT INTO slot (slot_id, cursor, next_due_at, last_round_id, last_outcome)
VALUES (:slot_id, coalesce(:cursor, ''), :next_due_at, :round_id, :outcome)
ON CONFLICT (slot_id) DO UPDATE SET
    cursor = coalesce(:cursor, slot.cursor),
    next_due_at = excluded.next_due_at,
    last_round_id = excluded.last_round_id,
    last_outcome = excluded.last_outcome;
