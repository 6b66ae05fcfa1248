"""Notices: nobody has to look in order to learn that something happened in their case."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Subscriptions, inbox, outbox, mail and SMS, Atom and calendar feeds."""

    name = "jariya.kernel.notices"
    label = "notices"
