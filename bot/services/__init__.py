"""What a person can have the bot do: one verb per file, each owning its transactions."""
