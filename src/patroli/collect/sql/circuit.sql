-- How many rounds in a row did this host not answer, and when is it tried again?
SELECT failures, failing_since, next_probe, outcome, detail FROM circuit WHERE host = :host;
