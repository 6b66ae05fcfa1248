"""A web server that takes signatures, and a worker that verifies those that wait: for the test that kills them."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

import django

django.setup()

from django.db import Error, connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from jariya.kernel.lifecycle.models import Case  # noqa: E402
from jariya.portals.petitions.collecting import api  # noqa: E402
from jariya.portals.petitions.collecting.models import Signature, State  # noqa: E402

_known: list[Case] = []


def _case() -> Case:
    if not _known:
        _known.append(Case.objects.get(public_id=os.environ["FAULT_PETITION"]))
    return _known[0]


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """The body is a person's number; every third has a certificate whose status is unknown now."""
    number = environ["wsgi.input"].read(12)
    try:
        case = _case()
        given = api.Given(api.refer(case, number.decode()), hashlib.sha256(number).digest(), "990000000", "Адам А.")
        said = api.accept(case=case, given=given, verified=int(number) % 3 > 0, now=timezone.now()).state
        status = "200 OK"
    except Error as error:
        connection.close()
        said, status = type(error).__name__, "503 Later"
    start(status, [("Content-Length", str(len(said)))])
    return [said.encode()]


def work() -> None:
    """Verify what waits, until killed."""
    while True:
        try:
            for ref in Signature.objects.filter(state=State.WAITING).values_list("signer_ref", flat=True)[:200]:
                api.verified_later(case=_case(), signer_ref=bytes(ref))
        except Error:
            connection.close()
        time.sleep(0.1)


if __name__ == "__main__" and sys.argv[1:] == ["work"]:
    work()
