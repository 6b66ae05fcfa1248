"""Collective letters: an app of its own beside correspondence, with its own tables and words."""

from django.apps import AppConfig


class CosignersConfig(AppConfig):
    """Collective letters and those who sign them."""

    name = "jariya.kernel.correspondence.cosigners"
    label = "cosigners"
