"""What calls are called at the desk."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

_DEEDS = {
    "accept": _("took the letter over"),
    "assign": _("named who prepares the answer"),
    "ask_to_clarify": _("asked what is meant"),
    "extend": _("extended the term"),
    "forward": _("forwarded the letter"),
    "forward_part": _("forwarded some points"),
    "draft_answer": _("wrote the answer"),
    "send_file": _("sent a file"),
    "begin_signature": _("took the bytes that the head is to sign"),
    "bring_signature": _("brought the head's signature"),
    "package_create": _("prepared a data set"),
    "package_update": _("described a data set"),
    "package_patch": _("described a data set"),
    "package_delete": _("withdrew or discarded a data set"),
    "resource_create": _("added a resource to a data set"),
    "resource_update": _("changed a resource of a data set"),
    "resource_patch": _("changed a resource of a data set"),
    "resource_delete": _("removed a resource from a data set"),
}


def deed(verb: str) -> Any:
    """A call in words; a verb without words as it is."""
    return _DEEDS.get(verb, verb)
