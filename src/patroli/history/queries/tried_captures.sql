-- Which images and page looks were tried already, how often, and is there nothing more to try?
SELECT post_id, kind, url, count(*) AS tries, bool_or(outcome IN ('collected', 'empty')) AS done
FROM captures
GROUP BY post_id, kind, url;
