"""Which articles report one event, and which events belong together."""
