"""Pages of drafts: public ones for reading, the administrator's desk for doing."""
