"""The terms of a request: what runs, by which norm, and where an editorial office has a norm of its own."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from jariya.kernel.correspondence.guards import publicly
from jariya.kernel.lifecycle.table import Term
from jariya.portals.requests import guards as r

_ANSWER, _ANSWER_TITLE = "answer", _("Answer the request")

FORWARD_HERE = Term("forward", "ati.forward", _("Accept the request, or forward it to the holder"))
FORWARD = replace(FORWARD_HERE, starts="registered_on")
ANSWER_HERE = (
    Term(_ANSWER, "ati.answer", _ANSWER_TITLE, when=r.ordinary),
    Term(_ANSWER, "media.answer", _ANSWER_TITLE, when=r.media),
)
ANSWER = tuple(replace(term, starts="registered_on") for term in ANSWER_HERE)
ANSWER_AGAIN = tuple(replace(term, unless_running=True) for term in ANSWER_HERE)
EXTENSION_NOTICE = tuple(
    Term("extension_notice", norm, _("Tell the person that the term is extended"), when=when)
    for norm, when in (("ati.extension.notice", r.ordinary), ("media.extension.notice", r.media))
)
CLARIFY = Term("clarify", "request.clarify", _("Clarify the request"), duty_of="person")
REFUSAL_NOTICE = Term(
    "refusal_notice",
    "ati.refusal_notice",
    _("Tell the person of the refusal, with reasons"),
    starts="registered_on",
    public=False,  # it would tell strangers, and the person, of a draft that nobody has signed
    unless_running=True,
)
PUBLISH = Term("publish", "request.publish", _("Publish the answer"), unless_running=True, when=publicly)
RATE = Term("rate", "request.rating", _("Rate the answer"), duty_of="person")
COMPLAIN = Term("complain", "complaint.file", _("Complain of the decision"), duty_of="person")
PASS_ON = Term("pass_on", "complaint.pass_on", _("Grant the complaint or pass it on with the case"))
COMPLAINT = Term("complaint", "complaint.decide", _("Decide on the complaint"), duty_of="supervisor")
COURT_NOTE = Term("court_note", "request.court_note", _("Note that the matter went to court"), duty_of="person")
PUBLISH_INFORMATION = Term(
    "publish_information",
    "request.information.publish",
    _("Publish the information that was asked for repeatedly"),
    unless_running=True,
)
