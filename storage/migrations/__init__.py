"""The schema's history. `python -m storage.migrations.draft "Add a column"` writes the next revision."""
