"""The yearly report on access to information: frozen rows, figures that anyone can rebuild from them, a signature."""
