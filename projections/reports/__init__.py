"""Reports: what came of calls, texts and transfers, by day, number, job and action."""
