"""Collecting signatures: everything the lifecycle, pages and exits of petitions call stands in `api`."""
