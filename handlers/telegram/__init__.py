"""Telegram: a way in for anyone with a phone."""
