"""Where persons, cases, transcripts and the outbox are kept. The only place that knows SQL."""
