-- How many units of this budget are taken in this period?
SELECT units FROM spending WHERE budget = :budget AND period = :period;
