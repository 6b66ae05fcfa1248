"""Surveys: an app of its own beside the questions."""

from django.apps import AppConfig


class SurveyConfig(AppConfig):
    """Surveys of bodies."""

    name = "jariya.portals.dialogue.survey"
    label = "survey"

    def ready(self) -> None:
        """Make the lifecycle table known to the engine."""
        from jariya.portals.dialogue.survey import lifecycle  # noqa: F401
