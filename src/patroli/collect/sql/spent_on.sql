-- Which different things were asked for from this budget since then?
SELECT what, first_at FROM spent_on WHERE budget = :budget AND first_at > :since;
