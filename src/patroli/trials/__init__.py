"""A rule set and texts in, what speaks for and against the rules out: before they judge anybody."""
