"""Open data: what bodies publish as tables, how it is read, kept, shown and given to others."""
