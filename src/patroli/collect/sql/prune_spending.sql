-- Which days and months of spending are too long ago to matter?
DELETE FROM spending WHERE period < :before;
