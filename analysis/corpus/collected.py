"""How a folder of collected pages is laid out: the names of its files, and what says that it was collected."""

LINE_HEADER = "Parallax-Fetch"
"""Header of a record that holds its line of the collected folder's record, as JSON."""

RECORD = "fetches.jsonl"
"""The record of a collected folder: a line for each attempt."""

LISTED = "listed.jsonl"
"""Every address that was ever listed, with what its listing said."""

RUNS = "runs.jsonl"
"""A line for each finished run."""

LOCK = "collect.lock"
"""Held while a run writes to the folder."""

ASKING, ANSWER = "asking.json", "answer.part"
"""What was asked last and what came back, while a run goes on: a run that was killed takes them up."""

COLLECTED = "collected"
"""Topic of the notes that say how many pages a collected folder held when it was read."""
