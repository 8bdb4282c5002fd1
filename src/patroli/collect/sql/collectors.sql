-- Which collectors hold slots?
SELECT DISTINCT collector FROM claim;
