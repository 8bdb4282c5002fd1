-- Where is it written which steps this history has taken?
CREATE TABLE IF NOT EXISTS schema_migrations (
    number INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    program VARCHAR NOT NULL
);
