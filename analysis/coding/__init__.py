"""Measured by people: what to code, how well coders agree, and what their codes make of a comparison."""
