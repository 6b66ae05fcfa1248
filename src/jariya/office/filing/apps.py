"""Filing on behalf of others: an app of its own, so that its tables and words stand apart from the desk."""

from django.apps import AppConfig


class FilingConfig(AppConfig):
    """Assisted filing and the channels of paper."""

    name = "jariya.office.filing"
    label = "filing"
