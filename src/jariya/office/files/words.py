"""Words of the pages: what was found and where, kinds of personal data, what happened."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jariya.kernel.files.inspect.found import Finding
from jariya.kernel.files.models import Deed

PLACES = {
    "sheet": _("sheet %(number)s"),
    "page": _("page %(number)s"),
    "slide": _("slide %(number)s"),
    "part": _("part %(number)s"),
}
SEVERITIES = {"blocks": _("must not be published"), "warns": _("look at it")}
TONES = {"blocks": "bad", "warns": "gold"}
PERSONAL = {
    "iin": _("IIN"),
    "bin": _("BIN"),
    "card": _("number of a bank card"),
    "account": _("bank account"),
    "phone": _("telephone"),
    "mail": _("e-mail address"),
    "document": _("number of a document"),
    "birth": _("day of birth"),
    "plate": _("car's plate"),
    "home": _("home address"),
    "name": _("name"),
}
DEEDS = {
    Deed.Kind.ATTACHED: _("Attached"),
    Deed.Kind.MADE_ANEW: _("Drawn anew for the parties"),
    Deed.Kind.PUBLISHED: _("Public copy published"),
    Deed.Kind.WITHDRAWN: _("Public copy withdrawn"),
    Deed.Kind.ERASED: _("Erased"),
    Deed.Kind.READ: _("Opened"),
}


def rows(found: list[Finding]) -> list[dict[str, Any]]:
    """Findings for a table: severity, what, where, how often, what to do."""
    return [
        {
            "severity": one.severity,
            "what": gettext(one.sentence),
            "where": " ".join(
                part for part in (PLACES[one.unit] % {"number": one.number} if one.unit else "", one.detail) if part
            ),
            "count": one.count,
            "remedy": gettext(one.remedy),
        }
        for one in found
    ]
