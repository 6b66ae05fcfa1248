"""What a reply by mail may do in a request: answer the body's question what exactly is meant. Nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.notices import incoming
from jariya.kernel.notices.incoming import Reply
from jariya.portals.requests.actions import clarify
from jariya.portals.requests.lifecycle import KIND


def take(reply: Reply, *, now: dt.datetime) -> None:
    """Clarify in the words of the letter; in any other state the lifecycle refuses, and the writer is told."""
    clarify(case=reply.case, reason=reply.text, by=reply.person, now=now, key=reply.key)


def says(case: Case) -> Any:
    """The invitation in our letters, while the body waits for the person's words."""
    return _("To clarify your request, simply answer this letter.") if case.state == "clarification" else ""


def connect() -> None:
    """Let replies to notices of requests clarify them. Called from `project/wiring.py`."""
    incoming.handler(KIND, take, says)
