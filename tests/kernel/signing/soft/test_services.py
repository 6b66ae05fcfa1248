"""The TEST authority's services over HTTP, as a process of its own; none of it runs in production."""

from __future__ import annotations

import datetime as dt
import http.client
import os
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from asn1crypto import crl, ocsp, x509

from jariya.kernel.signing import testca
from jariya.kernel.signing.soft import words
from jariya.kernel.signing.soft.authority_app import addresses, answer, make_services
from jariya.kernel.signing.soft.pages import server


@pytest.fixture
def port(authority: testca.TestAuthority, made_at: dt.datetime) -> Iterator[int]:
    """The services on a free port."""
    running = server(0, make_services(authority, lambda: made_at))
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running.server_address[1]
    running.shutdown()
    running.server_close()


def _call(port: int, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, body=body or None, headers={"Content-Type": kind} if kind else {})
    said = connection.getresponse()
    found = said.status, said.headers["Content-Type"], said.read()
    connection.close()
    return found


def test_everything_on_the_page_can_be_fetched(authority: testca.TestAuthority, port: int) -> None:
    page = _call(port, "GET", "/")[2].decode()
    assert "TEST" in page
    for address in addresses(authority):
        assert f'href="{address}"' in page
        status, kind, body = _call(port, "GET", address)
        assert status == 200
        if kind == "application/pkix-crl":
            assert crl.CertificateList.load(body, strict=True)
        else:
            assert kind == "application/pkix-cert" and x509.Certificate.load(body, strict=True)


def test_the_full_list_is_of_midnight_and_the_delta_of_now(
    authority: testca.TestAuthority, made_at: dt.datetime
) -> None:
    lists = [
        crl.CertificateList.load(answer(authority, "GET", f"/crl/nca_{word}gost.crl", b"", made_at)[2])
        for word in ("", "d_")
    ]
    full, delta = (one["tbs_cert_list"]["this_update"].native for one in lists)
    assert (full.hour, full.date(), delta) == (0, made_at.date(), made_at)
    assert lists[1].delta_crl_indicator_value.native == lists[0].crl_number_value.native
    assert lists[0]["tbs_cert_list"]["next_update"].native > made_at


def test_ocsp_and_time_stamps_are_posted(port: int) -> None:
    status, kind, body = _call(port, "POST", "/ocsp/", b"x", "application/ocsp-request")
    assert (status, kind) == (200, "application/ocsp-response")
    assert ocsp.OCSPResponse.load(body)["response_status"].native == "malformed_request"
    assert _call(port, "POST", "/tsp", b"x", "application/timestamp-query")[:2] == (200, "application/timestamp-reply")


@pytest.mark.parametrize(
    ("method", "path", "kind", "status"),
    [
        ("GET", "/crl/../state.json", "", 404),
        ("GET", "/cert/ocsp_gost.cer", "", 404),
        ("GET", "/ocsp/", "", 404),
        ("POST", "/crl/nca_gost.crl", "", 404),
        ("POST", "/ocsp/", "text/plain", 415),
    ],
)
def test_nothing_else_is_answered(port: int, method: str, path: str, kind: str, status: int) -> None:
    assert _call(port, method, path, b"x" if method == "POST" else b"", kind)[0] == status


def test_too_much_is_not_read(port: int) -> None:
    assert _call(port, "POST", "/ocsp/", bytes(30_000), "application/ocsp-request")[0] == 413


@pytest.mark.parametrize("setting", [{"JARIYA_MODE": "production"}, {"EDS_PROFILE": "prod"}])
@pytest.mark.parametrize("program", [["soft", "--ncalayer", "1", "--web", "1"], ["soft.authority_app", "--port", "1"]])
def test_nothing_of_it_starts_in_production(program: list[str], setting: dict[str, str]) -> None:
    command = [sys.executable, "-m", f"jariya.kernel.signing.{program[0]}", *program[1:]]
    said = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": "src", **setting})
    assert said.returncode == 1 and "production" in said.stderr and "Traceback" not in said.stderr


@pytest.mark.parametrize("key", sorted(words.WORDS))
def test_every_sentence_is_there_in_three_languages(key: str) -> None:
    found = words.WORDS[key]
    assert all(found) and len(found) == 3
    assert {one.count("{") for one in found} == {found[0].count("{")}
