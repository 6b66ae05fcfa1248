"""Open dialogue: citizens ask heads of bodies, in the open."""

from django.apps import AppConfig


class DialogueConfig(AppConfig):
    """Open dialogue: questions to heads of bodies, answered in the open."""

    name = "jariya.portals.dialogue"
    label = "dialogue"

    def ready(self) -> None:
        """Make the lifecycle table known to the engine."""
        from jariya.portals.dialogue import lifecycle  # noqa: F401
