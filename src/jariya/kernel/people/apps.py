"""People: accounts, sign-in, roles in bodies."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Accounts, sign-in, roles in bodies, pseudonyms."""

    name = "jariya.kernel.people"
    label = "people"
