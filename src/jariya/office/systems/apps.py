"""Bodies' own systems: an app of its own, with its own tables and words."""

from django.apps import AppConfig


class SystemsConfig(AppConfig):
    """Programs of bodies that take over and answer letters."""

    name = "jariya.office.systems"
    label = "systems"
