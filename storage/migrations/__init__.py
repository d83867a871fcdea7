"""The schema's history, one file a revision. `storage.migrate` runs it; there is no alembic.ini."""
