"""Reception days: an app of its own, with its own tables and words."""

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    """Reception days and their bookings."""

    name = "jariya.office.reception"
    label = "reception"
