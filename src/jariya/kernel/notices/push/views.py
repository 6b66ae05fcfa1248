"""Subscribing a browser, ending it, and the service worker that shows what arrives."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from jariya.kernel.notices.push import devices, egress, message, vapid
from jariya.kernel.people import sessions
from jariya.kernel.people.gates import signed_in

WORKER = Path(__file__).resolve().parents[1] / "static" / "notices" / "push-worker.js"


def _back(result: str) -> HttpResponse:
    response: HttpResponse = HttpResponseRedirect(f"{reverse('notices:preferences')}?push={result}#push")
    response.status_code = 303
    return response


@require_POST
@signed_in
def subscribe(request: HttpRequest) -> HttpResponse:
    """Take what the browser's push service gave; back to the preferences, which say how it went."""
    if not vapid.available():
        return _back("off")
    try:
        devices.subscribe(
            person=request.user,  # type: ignore[arg-type]
            endpoint=request.POST.get("endpoint", ""),
            key=request.POST.get("key", "")[:200],
            auth=request.POST.get("auth", "")[:100],
            session=sessions.mark(request),
            device=sessions.device_words(request.META.get("HTTP_USER_AGENT", "")[:400]),
            now=timezone.now(),
        )
    except (egress.Refused, message.Unusable):
        return _back("refused")
    return _back("on")


@require_POST
@signed_in
def stop(request: HttpRequest) -> HttpResponse:
    """End the messages to one browser; works without script."""
    try:
        devices.stop(person=request.user, token=uuid.UUID(request.POST.get("device", "")))  # type: ignore[arg-type]
    except ValueError:
        return _back("refused")
    return _back("ended")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker at an address that never changes: a browser looks there for a newer one by itself."""
    return HttpResponse(
        WORKER.read_bytes(),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"},
    )
