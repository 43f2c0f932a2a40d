"""Figures and file contents, made in memory from finished tables."""
