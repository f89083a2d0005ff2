"""The store as tables in SQLAlchemy Core; migrations bring a database to this state."""

from __future__ import annotations
