"""What private pages of questions are made with."""

from jariya.kernel.people.private import identity_of, me, now_of, page

__all__ = ["identity_of", "me", "now_of", "page"]
