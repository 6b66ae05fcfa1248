"""The Django app of the yearly report."""

from django.apps import AppConfig


class Report(AppConfig):
    """Reports on access to information."""

    name = "jariya.portals.requests.report"
    label = "report"
    default_auto_field = "django.db.models.BigAutoField"
