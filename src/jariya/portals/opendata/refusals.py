"""Every "no" of open data that is no move of a case: code, what happened, what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.refusals import Refused

_TABLE: dict[str, tuple[Any, Any, int]] = {
    "data_set.slug_wrong": (
        _("The name for addresses does not fit."),
        _("Use 2 to 100 Latin letters, digits, hyphens and underscores, small ones only."),
        422,
    ),
    "data_set.slug_taken": (
        _("Another data set has this name for addresses."),
        _("Choose another one: addresses are given once."),
        409,
    ),
    "resource.removed": (
        _("The resource was removed from the set."),
        _("Add a new resource and send the file there."),
        409,
    ),
    "import.not_ready": (
        _("The file has not been read to its end."),
        _("Wait until all stages are done, or correct what stopped it and have it read again."),
        409,
    ),
    "import.stale": (
        _("Another version was published after this file was compared with the former one."),
        _("Have it compared again; the file itself need not be sent anew."),
        409,
    ),
    "import.no_file": (
        _("Neither a file nor a link was given."),
        _("Choose a file, or give the address where it lies."),
        422,
    ),
    "import.personal": (
        _("A column holds identification numbers of people."),
        _("Take the column out of the table and send it again: such numbers are never published."),
        422,
    ),
    "import.address_bad": (
        _("The address is not one that can be fetched."),
        _("Give a whole address of a public site, with https:// in front, without a name and password in it."),
        422,
    ),
    "import.published": (
        _("This file has become a version already."),
        _("Send the file again to have it read in another way: the corrected table becomes the next version."),
        409,
    ),
    "version.unknown": (_("There is no such version."), _("Look at the list of versions."), 404),
    "version.in_force": (
        _("This version is the one in force already."),
        _("Choose an earlier one to be published again."),
        409,
    ),
}


def refused(code: str) -> Refused:
    """The refusal with this code."""
    title, remedy, status = _TABLE[code]
    return Refused(code, title, remedy, status)
