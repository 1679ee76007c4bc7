"""The OVOP assistant: what it decides and remembers. Knows no channel."""
