-- Which version are these tables of from now on?
INSERT INTO state_version VALUES (1, :version)
ON CONFLICT (one) DO UPDATE SET version = excluded.version;
