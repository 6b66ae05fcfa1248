"""Sentences of codes that the publisher reads: what ended an import, why a column has its type, what was preferred."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jariya.kernel.language.catalogues import N_
from jariya.portals.opendata.importing.problems import RULES

_AGAIN = N_("Have it read again. If it happens twice, write to the platform's support.")
TROUBLES = {
    "import.gave_up": (N_("The reading broke off several times and was given up."), _AGAIN),
    "import.broke_down": (N_("The reading broke off."), _AGAIN),
    "import.too_long": (
        N_("The reading took longer than it may."),
        N_("Send the table as CSV, or split it."),
    ),
    "import.too_much_memory": (
        N_("The file needs more memory than one table may take."),
        N_("Send the table as CSV or as JSON lines, which may be of any length."),
    ),
    "import.virus": (N_("A virus was found in the file."), N_("Clean the computer it came from, then send it anew.")),
    "import.refused": (
        N_("The check of files refused it."),
        N_("Open the file, save it anew without macros and passwords, and send that."),
    ),
    "import.unchanged": (
        N_("The site says that the file is the same as before: there is nothing new to publish."),
        N_("Nothing needs to be done."),
    ),
    "import.address_private": (
        N_("The address leads into a private network and was not called."),
        N_("Give an address that anyone on the internet can open."),
    ),
    "import.unreached": (
        N_("Nobody answered at the address."),
        N_("Open it in a browser. If it works there, try again later, or send the file itself."),
    ),
    "import.answered": (
        N_("The site did not give the file: it answered with another status."),
        N_("Open the address in a browser to see what it says, and correct it."),
    ),
    "import.fetched_too_big": (
        N_("The file at the address is larger than is fetched."),
        N_("Send it packed, or split it."),
    ),
    "import.cut_short": (
        N_("The connection ended before the whole file had come."),
        N_("Try again later, or send the file itself."),
    ),
}


def trouble(code: str) -> tuple[str, str]:
    """What ended an import, and what to do."""
    if code in TROUBLES:
        title, remedy = TROUBLES[code]
        return _(title), _(remedy)
    rule = RULES.get(code)
    return (_(rule.sentence), _(rule.remedy)) if rule else (code, "")


def problem(code: str) -> tuple[str, str]:
    """What is wrong with cells, and what to do."""
    rule = RULES.get(code)
    return (_(rule.sentence), _(rule.remedy)) if rule else (code, "")


def why(reasons: list[str]) -> str:
    """Why a column has its type, by the first reason."""
    code = reasons[0] if reasons else ""
    if code.startswith("role."):
        return _("by its name it holds codes, not numbers")
    if code.startswith("looks."):
        return _("its values look like codes, not numbers")
    if code.startswith("nearly."):
        return _("nearly all cells fit another type; those that do not are listed above")
    return {
        "told": _("you said so"),
        "fits": _("every cell fits"),
        "words": _("it holds words"),
        "leading_zero": _("values begin with a zero that a number would lose"),
        "too_many_digits": _("a number would lose the last digits"),
        "empty": _("it is empty"),
        "missing_only": _("it holds only marks of missing values"),
    }.get(code, "")
