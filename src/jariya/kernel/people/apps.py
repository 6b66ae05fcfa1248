"""People: accounts, sign-in, roles in bodies."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Accounts, sign-in, roles in bodies, pseudonyms."""

    name = "jariya.kernel.people"
    label = "people"

    def ready(self) -> None:
        """Make permissions known to `rules`, and the system checks to Django."""
        from jariya.kernel.people import checks, permissions  # noqa: F401  checks register themselves

        permissions.register()
