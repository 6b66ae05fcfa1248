"""Each "no" of files: a code that never changes, what happened, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.files.inspect import codes
from jariya.kernel.files.inspect.refused import Refused as Inspected
from jariya.kernel.lifecycle.refusals import Refused

MB = 1024 * 1024

_SAID: dict[str, tuple[Any, Any, int]] = {
    "files.empty": (_("The file is empty."), _("Choose the file again: perhaps it was not saved."), 422),
    "files.too_big": (
        _("The file is too big: at most %(most)s MB."),
        _("Divide it, or send a smaller version."),
        413,
    ),
    "files.too_many": (
        _("A case takes at most %(most)s files."),
        _("Put several papers into one PDF, or leave some out."),
        422,
    ),
    "files.case_too_big": (
        _("The files of a case may have at most %(most)s MB together."),
        _("Send smaller versions, or leave some out."),
        413,
    ),
    "files.person_too_many": (
        _("You have %(most)s files that belong to no case yet: that is the limit for one person."),
        _("Send or remove some of them first."),
        429,
    ),
    "files.person_too_big": (
        _("Your files that belong to no case yet may have at most %(most)s MB together."),
        _("Send or remove some of them first."),
        429,
    ),
    "files.day_too_big": (
        _("One person may send at most %(most)s MB within a day."),
        _("Go on tomorrow."),
        429,
    ),
    "files.announcement": (
        _("The announcement of a file is not understood."),
        _("Send JSON with its name and its size in bytes."),
        400,
    ),
    "files.sign_in": (
        _("You are not signed in any more."),
        _("Sign in again in another window, then choose the file again: it goes on where it stopped."),
        401,
    ),
    "files.upload_unknown": (
        _("This file is not here any more."),
        _("Choose it again: files that are not sent with a form are removed after a time."),
        404,
    ),
    "files.offset_differs": (
        _("The piece does not follow the last one."),
        _("Ask where to go on (HEAD), and send from there."),
        409,
    ),
    "files.checksum_differs": (
        _("The piece was damaged on its way."),
        _("Send the same piece again."),
        460,
    ),
    "files.piece_too_long": (
        _("The piece is longer than what is missing."),
        _("Choose the file again: it has changed since the upload began."),
        413,
    ),
    "files.piece_broken_off": (
        _("The piece broke off."),
        _("Send it again: what arrived before is kept."),
        400,
    ),
    "files.unfinished": (
        _("The file has not arrived whole yet."),
        _("Wait until the upload is done, or choose the file again: it goes on where it stopped."),
        409,
    ),
    "files.refused": (
        _("One of the files was refused."),
        _("Remove it from the form; the list says why."),
        422,
    ),
    "files.virus": (
        _("The scanner found a virus in the file."),
        _("Clean your device with an antivirus program and send a clean file. Nobody can open this one."),
        422,
    ),
    "files.scan_too_big": (
        _("The file is too big for the virus scanner."),
        _("Divide it, or send a smaller version."),
        422,
    ),
    "files.not_taken": (
        _("The file cannot be taken in."),
        _("Save it anew in a usual format, for example PDF, and send that."),
        422,
    ),
    "files.not_ready": (
        _("The file has not been checked yet."),
        _("Wait a little: until then nobody gets it."),
        409,
    ),
    "files.not_yours": (
        _("This is not yours to do."),
        _("Only officials who work on the case may publish its files."),
        403,
    ),
    "files.blocking": (
        _("Something hides in the file that must not be published."),
        _("Choose a copy without it, or blacken it. The list says what it is and where."),
        422,
    ),
    "files.not_looked": (
        _("Nobody has confirmed that the copy was looked at."),
        _("Open the copy, look at every page, and confirm."),
        422,
    ),
    "files.title_missing": (
        _("The public copy has no title."),
        _("Write in a few words what the file is. No names of private persons."),
        422,
    ),
    "files.title_personal": (
        _("The title seems to hold personal data."),
        _("Say what the file is without names, numbers and addresses of private persons."),
        422,
    ),
    "files.no_boxes": (_("Nothing was marked."), _("Mark what is to be blackened."), 422),
    "files.not_published": (
        _("There is no public copy."),
        _("Open the page again: somebody may have withdrawn it."),
        409,
    ),
    "files.erased": (_("The file was erased."), _("Its number and digest stay; nothing can be done with it."), 409),
}


def refused(code: str, **values: object) -> Refused:
    """The refusal with this code, its sentence filled."""
    title, remedy, status = _SAID[code]
    return Refused(code, title % values if values else title, remedy, status)


def of_inspection(code: str, values: Mapping[str, object] | None = None) -> Refused:
    """What the inspection, the scanner or a limit refused, in the reader's language."""
    if code in _SAID:
        return refused(code, **(values or {}))
    said = codes.REFUSALS.get(code)
    if said is None:  # refused by an earlier version, which had another word for it
        return refused("files.not_taken")
    what, remedy = _(said.what), _(said.what_to_do)
    return Refused(code, what % values if values else what, remedy % values if values else remedy)


def inspected(error: Inspected) -> Refused:
    """The inspection's refusal as one of ours."""
    return of_inspection(error.code, error.values)
