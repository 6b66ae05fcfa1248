"""The desk's steps of requests for information."""
