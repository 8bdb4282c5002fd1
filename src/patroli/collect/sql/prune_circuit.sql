-- Which hosts were last tried so long ago that nobody watches them any more?
DELETE FROM circuit WHERE next_probe < :before;
