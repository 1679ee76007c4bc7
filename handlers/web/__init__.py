"""The chat page: a way in for anyone with a browser, with or without JavaScript."""
