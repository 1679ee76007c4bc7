"""Self-assessment instruments: the file format, its loader, and how a typed answer is read."""
