"""The Django app of the public pages of petitions."""

from django.apps import AppConfig


class PublicPetitions(AppConfig):
    """Public pages of petitions."""

    name = "jariya.portals.petitions.public"
    label = "petition_public"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let petitions be discussed."""
        from jariya.portals.petitions.public import discussing  # noqa: F401
