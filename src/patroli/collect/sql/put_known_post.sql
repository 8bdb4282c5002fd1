-- Which post was seen in this slot, and when last?
INSERT INTO known_post (slot_id, post_id, native_id, url, first_seen, last_seen, last_asked)
VALUES (:slot_id, :post_id, :native_id, :url, :seen_at, :seen_at, '')
ON CONFLICT (slot_id, post_id) DO UPDATE SET
    native_id = excluded.native_id,
    url = excluded.url,
    last_seen = CASE
        WHEN known_post.last_seen < excluded.last_seen THEN excluded.last_seen
        ELSE known_post.last_seen
    END;
