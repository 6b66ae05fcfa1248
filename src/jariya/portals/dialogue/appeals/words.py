"""Words of appeals for people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

KIND_WORDS = {
    "application": (_("Application"), _("You ask for help in using a right of yours or of others.")),
    "message": (_("Message"), _("You report a breach of the law or a shortcoming.")),
    "feedback": (_("Feedback"), _("You say what you think of the work or the policy of the body.")),
    "proposal": (_("Proposal"), _("You recommend how laws, work or services could be better.")),
    "inquiry": (_("Inquiry"), _("You ask for information on a matter of your own or of the public.")),
    "complaint": (_("Complaint"), _("You ask to restore a right that an act or a failure to act has hurt.")),
}
"""Kinds of appeals (norm `appeal.kinds`) with a sentence each in plain words."""

CODE_WORDS = {
    "addressee_unknown": _("The state system does not know this body as one that takes appeals."),
    "signature_bad": _("The state system did not accept the signature."),
    "anonymous": _("The state system could not tell who writes."),
    "key_reused": _("The state system already has another appeal under this key."),
    "attachment_other": _("The state system already has another file under this number."),
    "attachment_too_big": _("The state system does not take a file of this size."),
    "withdrawn": _("Taken back."),
}
"""Why an appeal was not taken, for the codes of the contract."""

WAIT_WORDS = {
    "appeals_unreachable": _("the state system does not answer"),
    "appeals_busy": _("the state system asks to come again later"),
    "files_unchecked": _("its files are still being checked"),
    "files_missing": _("its files are being sent again"),
    "appeals_unconfigured": _("this installation is not connected to it now"),
}
"""Why an appeal still waits."""
