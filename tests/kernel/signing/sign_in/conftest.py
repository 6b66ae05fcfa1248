"""A browser that signs: the TEST authority of this moment, its services on a port, and a key in hand."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from jariya.kernel.signing import checking, testca
from jariya.kernel.signing.identity.demo import link_demo_people
from jariya.kernel.signing.models import SigningSession
from jariya.kernel.signing.soft import authority_app, pages

SIGN = re.compile(r"^/(kk|ru|en)/sign/([0-9A-Z]{26})/$")


@pytest.fixture(scope="session")
def today(tmp_path_factory: Any) -> testca.TestAuthority:
    """An authority whose certificates are good at this moment: pages look at the real clock."""
    return testca.make(tmp_path_factory.mktemp("today") / "testca", now=timezone.now())


@pytest.fixture(scope="session")
def services(today: testca.TestAuthority) -> Iterator[str]:
    """Its OCSP responder over HTTP."""
    server = pages.server(0, authority_app.make_services(today, timezone.now))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def trusted(settings: Any, today: testca.TestAuthority, services: str, db: None) -> None:
    """The site trusts this authority and asks its services; the demonstration's people have its identities."""
    settings.EDS_TRUST_DIR = today.trust
    settings.EDS_OCSP_URL = f"{services}/ocsp"
    link_demo_people(timezone.now())


@pytest.fixture
def sign(trusted: None, today: testca.TestAuthority) -> Callable[..., Any]:
    """Sign the page the browser was led to, have the worker check it, and open the page again.

    `sign(client, response, "citizen-4")`: the answer of the page after the check.
    """

    def do(client: Client, led: Any, who: str, *, algorithm: str = "gost512", at: dt.datetime | None = None) -> Any:
        assert led.status_code == 303, led
        found = SIGN.match(led["Location"])
        assert found, led["Location"]
        manifest = client.get(led["Location"] + "manifest/").content
        signature = today.person(who, algorithm).sign_cms(manifest, at=at or timezone.now())
        sent = client.post(led["Location"] + "file/", {"file": SimpleUploadedFile("s.cms", signature)})
        if sent.status_code == 303:
            session = SigningSession.objects.get(public_id=found[2])
            checking.check(session.pk, now=timezone.now)
            return client.get(led["Location"])
        return sent

    return do
