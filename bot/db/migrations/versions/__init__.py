"""Dated steps, each able to go up and down."""
