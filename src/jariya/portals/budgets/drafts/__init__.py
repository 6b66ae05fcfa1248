"""Drafts of budget programmes: put up before the money moves, discussed, answered, reported on."""
