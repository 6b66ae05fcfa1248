"""Jobs of requests. A job is deferred in the transaction that needs it; `project/jobs.py` adds the periodic ones."""

from __future__ import annotations

from django.db import close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app


@app.task(name="requests.check_links", queue="links")
def check_links(case_id: int) -> None:
    """Look at the addresses of one case now."""
    from jariya.portals.requests.links import check

    close_old_connections()
    try:
        check(now=timezone.now(), case_id=case_id)
    finally:
        close_old_connections()
