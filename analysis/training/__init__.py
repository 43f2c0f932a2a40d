"""Scripts that learn the shipped numbers: python -m analysis.training.NAME."""
