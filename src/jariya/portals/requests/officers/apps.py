"""Officers for access to information: an app of its own, with its own tables and words."""

from django.apps import AppConfig


class OfficersConfig(AppConfig):
    """Appointments of officers, their training and leave."""

    name = "jariya.portals.requests.officers"
    label = "officers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the lifecycle known."""
        from jariya.portals.requests.officers import lifecycle  # noqa: F401
