"""Files of cases at the desk: what hides in them, blackening, publishing."""
