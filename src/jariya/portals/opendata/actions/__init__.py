"""The verbs of a data set. The only code that changes its state."""

from jariya.portals.opendata.actions.describing import describe, discard, prepare, publish, restore, withdraw
from jariya.portals.opendata.actions.resources import Words, add_resource, describe_resource, remove_resource
from jariya.portals.opendata.actions.versions import Content, Note, publish_import, publish_version, roll_back

__all__ = [
    "Content",
    "Note",
    "Words",
    "add_resource",
    "describe",
    "describe_resource",
    "discard",
    "prepare",
    "publish",
    "publish_import",
    "publish_version",
    "remove_resource",
    "restore",
    "roll_back",
    "withdraw",
]
