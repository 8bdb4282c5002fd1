"""Two judgements in, what differs between them out: a match repeated, a rule set on trial."""
