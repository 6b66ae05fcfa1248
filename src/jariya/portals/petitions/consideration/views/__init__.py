"""Private pages of the consideration: the desk of the body, the petitioner's invitation."""
