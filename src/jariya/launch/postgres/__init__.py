"""A PostgreSQL of the program's own, when no database is configured."""
