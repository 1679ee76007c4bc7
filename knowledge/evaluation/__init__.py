"""Measuring answers and retrieval on the golden set."""
