-- Which posts were seen in a slot, so that they can be asked for again?
CREATE TABLE IF NOT EXISTS known_post (
    slot_id TEXT NOT NULL,
    post_id TEXT NOT NULL,
    native_id TEXT NOT NULL,
    url TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    last_asked TEXT NOT NULL,
    PRIMARY KEY (slot_id, post_id)
);
