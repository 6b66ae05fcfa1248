"""Surveys of bodies: what people think, counted so that nobody can be guessed. Not a vote."""
