"""Running the product: the web page, and Telegram where a token is set, in one process that stops gracefully."""
