-- What is taken of every budget in this period?
SELECT budget, units FROM spending WHERE period = :period ORDER BY budget;
