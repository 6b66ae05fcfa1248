"""Data that people miss: asked for in the open, supported by others, taken into a plan, found, or declined."""
