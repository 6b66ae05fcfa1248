"""Questions to a line of a budget: an app of its own beside the figures and the drafts."""

from django.apps import AppConfig


class AskingConfig(AppConfig):
    """Questions to lines and their answers."""

    name = "jariya.portals.budgets.asking"
    label = "asking"

    def ready(self) -> None:
        """Make the lifecycle table known to the engine, and the kind to the discussion."""
        from jariya.portals.budgets.asking import discussing, lifecycle  # noqa: F401
