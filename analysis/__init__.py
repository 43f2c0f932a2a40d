"""Parallax: how several news outlets cover the same event, compared with honest uncertainty."""
