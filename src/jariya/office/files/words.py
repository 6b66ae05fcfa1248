"""Words of the pages: what was found and where, kinds of personal data, what happened."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from jariya.kernel.files.inspect.found import Finding
from jariya.kernel.files.models import Deed

PLACES = {
    "sheet": __("sheet %(number)s"),
    "page": __("page %(number)s"),
    "slide": __("slide %(number)s"),
    "part": __("part %(number)s"),
}
SEVERITIES = {"blocks": __("must not be published"), "warns": __("look at it")}
TONES = {"blocks": "bad", "warns": "gold"}
PERSONAL = {
    "iin": __("IIN"),
    "bin": __("BIN"),
    "card": __("number of a bank card"),
    "account": __("bank account"),
    "phone": __("telephone"),
    "mail": __("e-mail address"),
    "document": __("number of a document"),
    "birth": __("day of birth"),
    "plate": __("car's plate"),
    "home": __("home address"),
    "name": __("name"),
}
DEEDS = {
    Deed.Kind.ATTACHED: __("Attached"),
    Deed.Kind.MADE_ANEW: __("Drawn anew for the parties"),
    Deed.Kind.PUBLISHED: __("Public copy published"),
    Deed.Kind.WITHDRAWN: __("Public copy withdrawn"),
    Deed.Kind.ERASED: __("Erased"),
    Deed.Kind.READ: __("Opened"),
}


def rows(found: list[Finding]) -> list[dict[str, Any]]:
    """Findings for a table: severity, what, where, how often, what to do."""
    return [
        {
            "severity": one.severity,
            "what": _(one.sentence),
            "where": " ".join(
                part for part in (PLACES[one.unit] % {"number": one.number} if one.unit else "", one.detail) if part
            ),
            "count": one.count,
            "remedy": _(one.remedy),
        }
        for one in found
    ]
