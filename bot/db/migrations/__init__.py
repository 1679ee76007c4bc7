"""The history of the tables, and the way to the newest ones. Run as a module, it drafts the next step."""
