"""What the bot remembers: models, one query file per aggregate, the unit of work, migrations."""
