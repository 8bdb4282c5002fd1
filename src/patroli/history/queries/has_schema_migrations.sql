-- Has this history ever been given a shape?
SELECT 1 FROM duckdb_tables()
WHERE database_name = current_database() AND table_name = 'schema_migrations';
