"""The officials' desk: one queue of obligations over all portals."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """The officials' desk."""

    name = "jariya.office"
    label = "office"
