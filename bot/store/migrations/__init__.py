"""The steps from an empty database to the tables of today, applied by Alembic."""
