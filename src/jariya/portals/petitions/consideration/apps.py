"""The Django app of the consideration of petitions."""

from django.apps import AppConfig


class Consideration(AppConfig):
    """Working groups, hearings, decisions and promises."""

    name = "jariya.portals.petitions.consideration"
    label = "consideration"
    default_auto_field = "django.db.models.BigAutoField"
