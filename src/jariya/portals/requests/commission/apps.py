"""The Commission: an app of its own, with its own tables and words."""

from django.apps import AppConfig


class CommissionConfig(AppConfig):
    """Members and sessions of the Commission on access to information."""

    name = "jariya.portals.requests.commission"
    label = "commission"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the lifecycle known."""
        from jariya.portals.requests.commission import lifecycle  # noqa: F401
