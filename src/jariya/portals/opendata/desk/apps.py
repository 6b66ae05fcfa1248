"""The Django app of the publisher's desk: its pages and words."""

from django.apps import AppConfig


class Desk(AppConfig):
    """The publisher's desk of open data."""

    name = "jariya.portals.opendata.desk"
    label = "opendata_desk"
