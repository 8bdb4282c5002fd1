-- Which things were asked for too long ago to be counted?
DELETE FROM spent_on WHERE first_at < :before;
