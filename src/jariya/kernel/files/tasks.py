"""The job that checks a file, and the periodic runs; `project/jobs.py` gives them their hours."""

from __future__ import annotations

from django.db import close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app


@app.task(name="files.check", queue="files")
def check(file_id: int) -> None:
    """Check one file. Killed at any point, it is run again and settles the file once."""
    from jariya.kernel.files.checking import check as run

    close_old_connections()
    try:
        run(file_id, now=timezone.now)
    finally:
        close_old_connections()


@app.task(name="files.prepare", queue="files")
def prepare(attachment_id: int) -> None:
    """Make the parties' copy of one attachment whose file is checked. Again it does nothing."""
    from jariya.kernel.files.checking import prepare as run

    close_old_connections()
    try:
        run(attachment_id, now=timezone.now())
    finally:
        close_old_connections()


@app.task(name="files.make_draft", queue="files")
def make_draft(attachment_id: int) -> None:
    """Make the copy that an official wants to publish. Killed midway, it is made again."""
    from jariya.kernel.files.publishing import make_draft as run

    close_old_connections()
    try:
        run(attachment_id, now=timezone.now())
    finally:
        close_old_connections()
