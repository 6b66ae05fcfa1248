"""What each body must publish and how often, apart from what it did publish. A plan's items are cases with terms."""
