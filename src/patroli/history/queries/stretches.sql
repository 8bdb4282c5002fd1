-- In which stretches do all versions lie, so many at a time?
SELECT range AS first, range + $rows - 1 AS last
FROM range(0, (SELECT coalesce(max(rowid) + 1, 0) FROM versions), $rows::BIGINT);
