"""Comments on a case and on a place inside it: posted, supported, answered officially, moderated, appealed."""
