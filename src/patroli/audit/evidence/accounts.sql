-- Whose accounts met the post, by what proof, and why were they watched?
SELECT account_known.*
FROM account_known
SEMI JOIN (SELECT account_id FROM sightings WHERE post_id = $post) USING (account_id)
ORDER BY account_id, known_from;
