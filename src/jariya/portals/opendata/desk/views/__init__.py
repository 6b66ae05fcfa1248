"""Pages of the publisher's desk."""
