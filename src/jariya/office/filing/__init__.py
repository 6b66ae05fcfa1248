"""Filing for a person who is present, and what comes on paper, by word of mouth or on a reception day."""
