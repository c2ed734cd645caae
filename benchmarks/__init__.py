"""Figures that need more than a test run: `python -m benchmarks.<name>`."""
