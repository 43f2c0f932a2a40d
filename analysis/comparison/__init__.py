"""Questions with honest uncertainty: paired comparison, keyness, coverage, controls."""
