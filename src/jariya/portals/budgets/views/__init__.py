"""Public pages of budgets: the same bytes for every reader."""
