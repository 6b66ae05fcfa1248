"""Learning: guides to access to information in versions, and seminars with places."""
