"""Public pages over several portals: front, search, a body, how it works."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Public pages over several portals."""

    name = "jariya.pages"
    label = "pages"
