"""What the public record holds of a request: its events, their places in the log, and the person's receipts."""

from __future__ import annotations

from jariya.kernel.correspondence.recorded import pages
from jariya.portals.requests import queries
from jariya.portals.requests.views import page

entries, receipts, receipt = pages("requests", find=queries.find, public_page=page)
