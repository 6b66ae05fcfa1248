"""Drafts of budget programmes: an app of its own, so that its tables and words stand apart from the figures."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """Draft programmes and their discussion."""

    name = "jariya.portals.budgets.drafts"
    label = "drafts"

    def ready(self) -> None:
        """Make the lifecycle table known to the engine, and the kind to the discussion."""
        from jariya.portals.budgets.drafts import discussing, lifecycle  # noqa: F401
