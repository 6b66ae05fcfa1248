"""Editorial offices: an app of its own, with its own tables and words."""

from django.apps import AppConfig


class EditorialConfig(AppConfig):
    """Accredited editorial offices and their journalists."""

    name = "jariya.portals.requests.editorial"
    label = "editorial"
