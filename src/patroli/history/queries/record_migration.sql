-- Which step was taken now?
INSERT INTO schema_migrations VALUES ($number, $name, $program);
