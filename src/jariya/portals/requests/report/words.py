"""Words of the report's measures and cuts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

MEASURES: dict[str, Any] = {
    "received": _("received"),
    "answered": _("answered"),
    "in_time": _("answered in time"),
    "late": _("answered late"),
    "unanswered": _("not answered, the term is over"),
    "running": _("not answered, the term runs"),
    "withdrawn": _("withdrawn by the person"),
    "granted": _("granted"),
    "partly": _("partly granted"),
    "refused": _("refused"),
    "not_held": _("not held"),
    "already_public": _("already public"),
    "extended": _("with an extended term"),
    "forwarded": _("forwarded"),
    "complaints": _("complained of"),
    "complaints_open": _("complaints not decided"),
    "complaints_overturned": _("complaints: decision overturned"),
    "complaints_upheld": _("complaints: decision upheld"),
    "court": _("taken to court"),
    "published": _("published with the answer"),
}
"""Measures that are counts of rows, in the order of the report."""
FINDINGS: dict[str, Any] = {
    "findings": _("recommendations sent"),
    "findings_monitoring": _("of the monitoring"),
    "findings_commission": _("of the Commission"),
    "findings_carried_out": _("carried out, checked again"),
    "findings_running": _("not carried out, the term runs"),
    "findings_overdue": _("not carried out, the term is over"),
    "findings_to_check": _("waiting for the check"),
    "findings_disputed": _("disputed by the body"),
    "findings_withdrawn": _("taken back after a dispute"),
    "findings_returned": _("checked and found not done at least once"),
}
"""Measures that are counts of findings."""
FINDING_SHORT = ("findings", "findings_carried_out", "findings_overdue", "findings_disputed", "findings_withdrawn")
FINDING_CUTS = ("body", "region")
DAYS: dict[str, Any] = {
    "median_days": _("median days to the answer"),
    "p90_days": _("days within which nine of ten were answered"),
}
SHORT = ("received", "in_time", "late", "unanswered", "refused", "complaints", "median_days")
"""The columns of a cut's table."""
CUTS: dict[str, Any] = {
    "body": _("By bodies"),
    "region": _("By regions"),
    "kind": _("By kind of request"),
    "channel": _("By channel"),
    "language": _("By language"),
    "subject": _("By subject"),
}
KINDS = {"ordinary": _("ordinary request"), "media": _("request of an editorial office")}
CHANNELS = {
    "web": _("on this site"),
    "api": _("through a body's own system"),
    "mail": _("by e-mail"),
    "paper": _("on paper"),
    "oral": _("by word of mouth"),
    "reception": _("on a reception day"),
    "assisted": _("filed with help"),
}
LANGUAGES = {"kk": _("Kazakh"), "ru": _("Russian"), "en": _("English")}
