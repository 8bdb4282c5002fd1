-- How does this host stand after it failed once more?
INSERT INTO circuit (host, failures, failing_since, next_probe, outcome, detail)
VALUES (:host, :failures, :failing_since, :next_probe, :outcome, :detail)
ON CONFLICT (host) DO UPDATE SET
    failures = excluded.failures,
    failing_since = excluded.failing_since,
    next_probe = excluded.next_probe,
    outcome = excluded.outcome,
    detail = excluded.detail;
