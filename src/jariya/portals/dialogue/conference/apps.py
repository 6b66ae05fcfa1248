"""The internet conference: an app of its own beside the questions."""

from django.apps import AppConfig


class ConferenceConfig(AppConfig):
    """Scheduled live questions to a head."""

    name = "jariya.portals.dialogue.conference"
    label = "conference"

    def ready(self) -> None:
        """Make the lifecycle table known to the engine, and the kind to the discussion."""
        from jariya.portals.dialogue.conference import discussing, lifecycle  # noqa: F401
