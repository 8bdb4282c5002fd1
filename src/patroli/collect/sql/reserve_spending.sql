-- May so many units be taken without going over? Then they are.
UPDATE spending SET units = units + :units
WHERE budget = :budget AND period = :period AND units + :units <= :most;
