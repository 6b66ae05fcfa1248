"""The blog of a head: an app of its own, so that its tables and words stand apart from the questions."""

from django.apps import AppConfig


class BlogConfig(AppConfig):
    """Posts of heads and the register of heads."""

    name = "jariya.portals.dialogue.blog"
    label = "blog"

    def ready(self) -> None:
        """Make the lifecycle table known to the engine, and the kind to the discussion."""
        from jariya.portals.dialogue.blog import discussing, lifecycle  # noqa: F401
