-- Which steps has this history taken?
SELECT number FROM schema_migrations ORDER BY number;
