-- What does this round still hold? That it holds for longer.
UPDATE claim SET until = :until WHERE round_id = :round_id AND collector = :collector;
