"""Order, retries, schedules and artifacts around the plain stages of patroli. No logic here."""
