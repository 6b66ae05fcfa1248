"""Pages of the discussion: public ones for reading, private ones for doing."""
