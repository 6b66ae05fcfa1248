"""The project floor: settings, addresses, wiring and the command line."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Joins the floors: listeners are registered in `wiring.py` once all apps are loaded."""

    name = "jariya.project"
    label = "project"

    def ready(self) -> None:
        """Register the listeners of `wiring.py`; nothing else listens."""
        from jariya.project import wiring

        wiring.connect()
