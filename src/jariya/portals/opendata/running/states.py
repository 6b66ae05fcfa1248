"""What an import may become, and the stages it goes through. Pure."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.status import Move, Table
from jariya.portals.opendata.importing.table import STAGES as READING

OFFICIALS, JOB = ("officer", "deputy", "head"), ("system",)

TABLE: Table[str] = Table(
    Move("begin", ("",), "waiting", OFFICIALS, _("A file or a link was given.")),
    Move("take", ("waiting", "running"), "running", JOB, _("A worker reads it; after a dead one another goes on.")),
    Move("postpone", ("running",), "waiting", JOB, _("A service does not answer; it is tried again.")),
    Move("finish", ("running",), "ready", JOB, _("It was read to its end.")),
    Move("fail", ("running",), "failed", JOB, _("It could not be read; the reason has a name.")),
    Move("publish", ("ready",), "published", OFFICIALS, _("It became a version.")),
    Move("drop", ("waiting", "running", "ready", "failed"), "dropped", OFFICIALS, _("It was thrown away.")),
)

STAGES = ("fetch", "scan", *READING, "schema", "difference")
TITLES = {
    "fetch": _("Fetching"),
    "scan": _("Looking for viruses"),
    "container": _("What kind of file it is"),
    "encoding": _("Letters"),
    "dialect": _("What parts the cells"),
    "loading": _("Rows"),
    "types": _("Types of the columns"),
    "writing": _("Writing the table"),
    "profile": _("What the columns hold"),
    "schema": _("Against the schema"),
    "difference": _("Against the former version"),
}
