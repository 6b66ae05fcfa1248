"""Pages of filing for others."""
