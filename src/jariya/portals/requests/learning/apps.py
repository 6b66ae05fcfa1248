"""Learning: an app of its own, with its own tables and words."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """Guides and seminars."""

    name = "jariya.portals.requests.learning"
    label = "learning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the lifecycles known."""
        from jariya.portals.requests.learning import lifecycle  # noqa: F401
