"""The Django app of appeals."""

from django.apps import AppConfig


class Appeals(AppConfig):
    """Formal appeals through the state's system."""

    name = "jariya.portals.dialogue.appeals"
    label = "appeals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the lifecycle table known."""
        from jariya.portals.dialogue.appeals import lifecycle  # noqa: F401
