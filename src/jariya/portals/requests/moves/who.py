"""Who acts on requests, and the states in which they do."""

from __future__ import annotations

from jariya.portals.requests.decisions import OUTCOMES

STAFF = ("officer", "ati_officer", "deputy", "head")
LEADERS = ("head", "deputy")
SUPERVISOR = ("supervisor",)
OPEN = ("registered", "clarification", "in_work", "answer_drafted")
"""The body has the request for the first time."""
IN_WORK = (*OPEN, "overturned")
"""The body owes an answer."""
DECIDED = (*OUTCOMES, "complaint", "upheld", "court")
"""An answer was given."""
ALIVE = (*IN_WORK, *DECIDED)
