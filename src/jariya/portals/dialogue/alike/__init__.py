"""Near-identical answers: how many of a body's answers are one text sent to many people."""
