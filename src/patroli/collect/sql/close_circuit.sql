-- Which host answers again?
DELETE FROM circuit WHERE host = :host;
