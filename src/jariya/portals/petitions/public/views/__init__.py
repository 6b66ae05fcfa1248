"""Pages of petitions that are the same bytes for every reader, and one private piece."""
