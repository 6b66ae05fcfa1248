"""Applications that people built on the data: told by their makers, shown after a look."""
