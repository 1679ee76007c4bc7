"""The self-assessment as a conversation: where the owner stands, what is shown, what a tap or a typed answer does."""
