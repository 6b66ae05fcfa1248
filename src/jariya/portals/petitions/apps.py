"""Petitions: many people ask the state for one thing, and see what became of it."""

from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    """Petitions from the draft to the kept promise."""

    name = "jariya.portals.petitions"
    label = "petitions"

    def ready(self) -> None:
        """Make the lifecycle table known to the engine."""
        from jariya.portals.petitions import lifecycle  # noqa: F401
