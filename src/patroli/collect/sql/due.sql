-- When is each slot due again, and how did it end in which round?
SELECT slot_id, next_due_at, last_round_id, last_outcome FROM slot;
