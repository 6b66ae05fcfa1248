"""Publishing plans: an app of its own beside the catalogue."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """Publishing plans of bodies."""

    name = "jariya.portals.opendata.planning"
    label = "planning"

    def ready(self) -> None:
        """Make the lifecycle table known to the engine."""
        from jariya.portals.opendata.planning import lifecycle  # noqa: F401
