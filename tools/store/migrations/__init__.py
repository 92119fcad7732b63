"""Alembic migrations of the store, packaged so that an installed copy can bring its own database up to date."""
