"""Evidence as files: checked and pressed clean in a process of its own, kept encrypted outside the database."""
