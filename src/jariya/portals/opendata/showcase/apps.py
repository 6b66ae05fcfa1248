"""The Django app of applications built on open data."""

from django.apps import AppConfig


class Showcase(AppConfig):
    """Applications built on open data."""

    name = "jariya.portals.opendata.showcase"
    label = "showcase"
    default_auto_field = "django.db.models.BigAutoField"
