"""The rules of cleaning: what they look at, what they find in whole lines and within lines, and the text they cut."""

VERSION = "12"
"""Raised when a rule, the model of lines or what is learnt changes, so that other bodies may come of the same texts.

A store tells by which version its articles were cleaned; until 30 November 2026 none was recorded.
"""
