"""Pages of questions to lines."""
