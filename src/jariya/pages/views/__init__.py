"""Views of the public pages, a noun a file."""
