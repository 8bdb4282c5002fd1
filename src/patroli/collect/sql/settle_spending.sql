-- How many units more or less than were taken did it cost?
UPDATE spending SET units = units + :difference WHERE budget = :budget AND period = :period;
