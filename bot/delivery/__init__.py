"""How work reaches the product: in order for each chat, all chats side by side."""
