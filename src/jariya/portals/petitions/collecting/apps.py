"""The Django app of collecting signatures under petitions."""

from django.apps import AppConfig


class Collecting(AppConfig):
    """Signatures under petitions: taken one by one, counted in batches, replayed from a log by anyone."""

    name = "jariya.portals.petitions.collecting"
    label = "collecting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the record where leaves of petitions lie."""
        from jariya.portals.petitions.collecting import counting

        counting.connect()
