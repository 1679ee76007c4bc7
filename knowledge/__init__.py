"""Retrieval and grounded answers over a corpus of short passages. Imports nothing of the bot: it could ship alone."""
