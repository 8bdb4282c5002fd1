-- How has this slot fared, a landed round included?
INSERT INTO faring VALUES (
    :slot_id, :asked_at, :habit, :soft, :hard, :failing_since, :quarantined_since, :why,
    :not_before, :more, :noted_at
)
ON CONFLICT (slot_id) DO UPDATE SET
    asked_at = excluded.asked_at,
    habit = excluded.habit,
    soft = excluded.soft,
    hard = excluded.hard,
    failing_since = excluded.failing_since,
    quarantined_since = excluded.quarantined_since,
    why = excluded.why,
    not_before = excluded.not_before,
    more = excluded.more,
    noted_at = excluded.noted_at;
