-- In which stretches of the versions do the pending ones lie, so many at a time?
SELECT min(place) AS first, max(place) AS last
FROM (SELECT place, (row_number() OVER (ORDER BY place) - 1) // $rows AS page FROM pending)
GROUP BY page ORDER BY page;
