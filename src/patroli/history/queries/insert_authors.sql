-- Which handles are met for the first time behind a post?
INSERT INTO authors
SELECT post_id, author_handle, batch
FROM incoming ANTI JOIN (SELECT post_id, handle AS author_handle FROM authors)
    USING (post_id, author_handle);
