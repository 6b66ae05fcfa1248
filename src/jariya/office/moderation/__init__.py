"""The moderators' desk: their queue of comments, one at a time claimed and decided."""
