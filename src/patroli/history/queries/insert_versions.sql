-- Which states of posts are seen for the first time?
INSERT INTO versions
SELECT
    post_id, version, url, author, title, text, published_at, published_raw, edited_at,
    parent_id, parent_text, parent_author, media, batch
FROM incoming ANTI JOIN versions USING (post_id, version);
