-- Which images and page looks were tried already, how often, and is one of them kept?
SELECT post_id, kind, url, count(*) AS tries, bool_or(outcome = 'collected') AS kept
FROM captures
GROUP BY post_id, kind, url;
