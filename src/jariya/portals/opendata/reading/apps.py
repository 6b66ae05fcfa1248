"""The Django app of the readers' pages of open data."""

from django.apps import AppConfig


class Reading(AppConfig):
    """Readers' pages of open data."""

    name = "jariya.portals.opendata.reading"
    label = "opendata_reading"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let sets be discussed."""
        from jariya.portals.opendata.reading import discussing  # noqa: F401
