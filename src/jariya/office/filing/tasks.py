"""Jobs of filing for others, deferred in the transaction that needs them; the periodic one is in `project/jobs.py`."""

from __future__ import annotations

from django.db import close_old_connections
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

_AGAIN = RetryStrategy(max_attempts=12, exponential_wait=3)
"""The gateway may be away for hours: twelve tries reach over a day."""


@app.task(name="filing.send_answer", queue="notices", retry=_AGAIN)
def send_answer(case_id: int, event_id: int) -> None:
    """Send an answer by SMS to a person who has only a telephone."""
    from jariya.kernel.lifecycle.models import Case
    from jariya.office.filing import answering

    close_old_connections()
    try:
        answering.send(
            Case.objects.select_related("body", "person").get(pk=case_id), event_id=event_id, now=timezone.now()
        )
    finally:
        close_old_connections()


@app.task(name="filing.tell_opened", queue="notices", retry=_AGAIN)
def tell_opened(opening_id: int) -> None:
    """Tell a person that their answer was printed at a desk."""
    from jariya.office.filing import answering
    from jariya.office.filing.models import Opening

    close_old_connections()
    try:
        opening = Opening.objects.select_related("case__person").get(pk=opening_id)
        answering.tell_opened(opening.case, opening_id=opening.pk)
    finally:
        close_old_connections()
