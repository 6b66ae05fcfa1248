"""Recommendations: an app of its own, with its own tables and words."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """Findings about holders of information and what became of them."""

    name = "jariya.portals.requests.monitoring"
    label = "monitoring"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the lifecycle known."""
        from jariya.portals.requests.monitoring import lifecycle  # noqa: F401
