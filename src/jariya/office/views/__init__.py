"""Pages of the desk, a file a page or two."""
