"""What the public record holds of a question: its events, their places in the log, and the person's receipts."""

from __future__ import annotations

from jariya.kernel.correspondence.recorded import pages
from jariya.portals.dialogue import queries
from jariya.portals.dialogue.views import page

entries, receipts, receipt = pages("dialogue", find=queries.find, public_page=page)
