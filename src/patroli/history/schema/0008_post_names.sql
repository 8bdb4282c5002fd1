-- One post may come under several names; what came with two of them taught that they are one.

-- Another name of a post: what comes under it is kept with the post.
CREATE TABLE post_names (
    name_id VARCHAR NOT NULL,          -- the id that a post of this name has by itself
    name VARCHAR NOT NULL,             -- the native id that this is the hash of
    post_id VARCHAR NOT NULL,          -- what it is kept under: the id it was met under first
    published_at TIMESTAMPTZ,          -- only of a name with a handle, which may change hands
    batch VARCHAR NOT NULL             -- what taught it; empty for this step
);

-- Facebook's posts were named `page_story` by the connector and `story` on every other road.
INSERT INTO post_names
WITH told AS (
    SELECT post_id, regexp_extract(native_id, '^\d+_(\d+)$', 1) AS story
    FROM posts
    WHERE platform = 'facebook' AND regexp_matches(native_id, '^\d+_\d+$')
)
SELECT
    left(sha256(concat('4:post8:facebook', length(story), ':', story)), 32) AS name_id,
    story, post_id, NULL, ''
FROM told
WHERE name_id <> post_id;
