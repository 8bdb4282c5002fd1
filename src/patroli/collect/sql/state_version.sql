-- Which version are these tables of?
SELECT version FROM state_version;
