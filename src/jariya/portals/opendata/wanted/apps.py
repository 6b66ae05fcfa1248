"""Requests for data: an app of its own beside the catalogue and the plans."""

from django.apps import AppConfig


class WantedConfig(AppConfig):
    """Data that people ask for."""

    name = "jariya.portals.opendata.wanted"
    label = "wanted"

    def ready(self) -> None:
        """Make the lifecycle table known to the engine, and the kind to the discussion."""
        from jariya.portals.opendata.wanted import discussing, lifecycle  # noqa: F401
