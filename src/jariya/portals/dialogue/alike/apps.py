"""Near-identical answers: an app of its own, so that what is derived can be thrown away and made again."""

from django.apps import AppConfig


class AlikeConfig(AppConfig):
    """Clusters of near-identical answers."""

    name = "jariya.portals.dialogue.alike"
    label = "alike"
