"""The public record."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """Transparency logs; knows no case and no person."""

    name = "jariya.kernel.record"
    label = "record"
