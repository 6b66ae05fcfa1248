"""eGov Mobile's side of signing by QR code against a small site that follows the protocol, and breaks it."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from asn1crypto import cms

from jariya.kernel.signing import testca
from jariya.kernel.signing.soft import mobile
from jariya.kernel.signing.soft.mobile import MobileError

from .conftest import Soft

TEXT = json.dumps({"act": "question.ask", "title_kk": "Сұрақ"}, ensure_ascii=False).encode()


class Site:
    """A site that wants a signature. Tests change `first`, `second`, `put_status`; `taken` is what came back."""

    def __init__(self) -> None:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # noqa: N802
                if self.path == "/1":
                    self.say(200, site.first)
                elif self.path == "/moved":
                    self.send_response(302)
                    self.send_header("Location", "/1")
                    self.end_headers()
                elif self.path == "/2" and self.headers.get("Authorization") == "Bearer word":
                    self.say(200, site.second)
                else:
                    self.say(403, {})

            def do_PUT(self) -> None:  # noqa: N802
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.headers.get("Authorization") == "Bearer word" and site.put_status == 200:
                    site.taken.append(json.loads(body))
                self.say(site.put_status, {})

            def say(self, status: int, value: Any) -> None:
                body = value if isinstance(value, bytes) else json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://localhost:{self.server.server_address[1]}"
        self.put_status = 200
        self.taken: list[dict[str, Any]] = []
        self.first: Any = {
            "description": "Сұрақ қою",
            "expiry_date": "2026-03-18T10:30:00.000+05:00",
            "organisation": {"nameKz": "Жария", "nameRu": "Жария", "nameEn": "Jariya", "bin": ""},
            "document": {"uri": f"{self.origin}/2", "auth_type": "Token", "auth_token": "word"},
        }
        file = {"mime": "@file/json", "data": base64.b64encode(TEXT).decode()}
        self.second: Any = {
            "signMethod": "CMS_SIGN_ONLY",
            "version": 1,
            "documentsToSign": [
                {"id": 7, "nameRu": "Вопрос", "nameKz": "Сұрақ", "nameEn": "Question",
                 "meta": [{"name": "a", "value": "b"}], "document": {"file": file}},
            ],
        }  # fmt: skip


@pytest.fixture
def site() -> Iterator[Site]:
    """A running site."""
    found = Site()
    threading.Thread(target=found.server.serve_forever, daemon=True).start()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.mark.parametrize(
    "text",
    [
        "mobileSign:https://host.kz/api1",
        " MOBILESIGN:https://host.kz/api1\n",
        "https://m.egov.kz/mobileSign/?link=https%3A%2F%2Fhost.kz%2Fapi1&isi=1&ibi=kz.egov.mobile&apn=kz.mobile.mgov",
        "http://127.0.0.1:8007/mobile?link=https%3A%2F%2Fhost.kz%2Fapi1",
        "http://127.0.0.1:8007/mobile?link=mobileSign%3Ahttps%3A%2F%2Fhost.kz%2Fapi1",
        "https://host.kz/api1",
    ],
)
def test_the_address_is_found_in_code_and_links(text: str) -> None:
    assert mobile.address(text) == "https://host.kz/api1"


@pytest.mark.parametrize(
    "text", ["", "hello", "mobileSign:", "mobileSign:ftp://host/1", "http://[", "http://a:99999999/", "javascript:1"]
)
def test_what_is_no_link_is_named(text: str) -> None:
    with pytest.raises(MobileError) as caught:
        mobile.address(text)
    assert caught.value.code == "phone_bad_link"


@pytest.mark.parametrize(
    ("url", "sites", "good"),
    [
        ("http://localhost:8000/x", [], True),
        ("http://127.0.0.1:8000/x", ["http://localhost:8000"], True),
        ("http://localhost:5432/x", ["http://localhost:8000"], False),
        ("https://localhost:8000/x", ["http://localhost:8000"], False),
        ("http://example.kz/", [], False),
        ("http://localhost@example.kz/", [], False),
        ("http://a@localhost/", [], False),
        ("file:///etc/passwd", [], False),
        ("http://localhost:x/", [], False),
    ],
)
def test_only_sites_on_the_list_are_asked(url: str, sites: list[str], good: bool) -> None:
    assert mobile.allowed(url, sites) is good


@pytest.mark.parametrize(("method", "attached"), [("CMS_SIGN_ONLY", False), ("CMS_WITH_DATA", True)])
def test_the_same_json_comes_back_with_the_signature(
    site: Site, authority: testca.TestAuthority, made_at: dt.datetime, method: str, attached: bool
) -> None:
    site.second["signMethod"] = method
    errand = mobile.open_errand(f"mobileSign:{site.origin}/1", now=made_at)
    assert errand.documents[0].content == TEXT and errand.names["nameKz"] == "Жария"
    assert mobile.send(errand, authority.person("citizen-1"), now=made_at) == 200
    (body,) = site.taken
    data = body["documentsToSign"][0]["document"]["file"].pop("data")
    found = cms.ContentInfo.load(base64.b64decode(data, validate=True), strict=True)["content"]
    assert found["encap_content_info"]["content"].native == (TEXT if attached else None)
    site.second["documentsToSign"][0]["document"]["file"].pop("data")
    assert body == site.second, "nothing else of what the site wrote is changed"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"first": {"expiry_date": "2026-03-18T09:59:59+05:00"}}, "phone_over"),
        ({"first": {"expiry_date": "tomorrow"}}, "phone_strange"),
        ({"first": {"expiry_date": "2026-03-18T12:00:00"}}, "phone_strange"),
        ({"first": {"document": None}}, "phone_strange"),
        ({"first": {"organisation": "x"}}, "phone_strange"),
        ({"first": {"document": {"uri": "http://example.kz/2", "auth_type": "None"}}}, "phone_not_allowed"),
        ({"first": {"document": {"uri": "http://localhost:1/2", "auth_type": "None"}}}, "phone_unreachable"),
        ({"first": {"document": {"uri": "http://localhost:1/2", "auth_type": "Eds"}}}, "phone_unsupported"),
        ({"first": {"document": {"uri": "http://localhost:1/2", "auth_type": "Token", "auth_token": "a\nb"}}},
         "phone_strange"),
        ({"second": {"signMethod": "XML"}}, "phone_unsupported"),
        ({"second": {"documentsToSign": []}}, "phone_strange"),
        ({"second": {"documentsToSign": [{"document": {"file": {"data": "не"}}}]}}, "phone_strange"),
        ({"second": {"documentsToSign": [1]}}, "phone_strange"),
        ({"first": b"<html>"}, "phone_strange"),
        ({"first": b"[]"}, "phone_strange"),
    ],
)  # fmt: skip
def test_a_site_that_breaks_the_protocol_is_told_apart(
    site: Site, made_at: dt.datetime, change: dict[str, Any], code: str
) -> None:
    for name, what in change.items():
        setattr(site, name, what if isinstance(what, bytes) else {**getattr(site, name), **what})
    with pytest.raises(MobileError) as caught:
        mobile.open_errand(f"{site.origin}/1", now=made_at)
    assert caught.value.code == code


def test_a_redirect_is_not_followed(site: Site, made_at: dt.datetime) -> None:
    with pytest.raises(MobileError) as caught:
        mobile.open_errand(f"{site.origin}/moved", now=made_at)
    assert caught.value.code == "phone_strange"


def test_a_wrong_word_is_an_ended_link(site: Site, made_at: dt.datetime) -> None:
    site.first["document"]["auth_token"] = "other"
    with pytest.raises(MobileError) as caught:
        mobile.open_errand(f"{site.origin}/1", now=made_at)
    assert caught.value.code == "phone_over"


# The screen


def _errand(shown: str) -> str:
    found = re.search(r'name="errand" value="([^"]+)"', shown)
    assert found, shown
    return found[1]


def test_a_person_signs_on_the_screen_without_script(soft: Soft, site: Site) -> None:
    status, _, shown = soft.call("GET", "/mobile?" + urlencode({"lang": "kk", "link": f"mobileSign:{site.origin}/1"}))
    assert status == 200 and "TEST" in shown and "question.ask" in shown and "Сұрақ қою" in shown
    form = {"lang": "kk", "errand": _errand(shown), "person": "auth-only", "algorithm": "gost512", "do": "sign"}
    status, _, shown = soft.call("POST", "/mobile", form)
    assert status == 422 and 'role="alert"' in shown and 'value="auth-only" selected' in shown
    status, headers, _ = soft.call("POST", "/mobile", {**form, "person": "head", "algorithm": "rsa"})
    assert status == 303 and len(site.taken) == 1
    assert "Қол қойылды" in soft.call("GET", headers["location"])[2]
    assert soft.call("POST", "/mobile", form)[0] == 410, "signed once"


def test_a_person_refuses_on_the_screen_and_nothing_is_sent(soft: Soft, site: Site) -> None:
    shown = soft.call("GET", "/mobile?link=" + quote(f"{site.origin}/1"))[2]
    status, headers, _ = soft.call("POST", "/mobile", {"errand": _errand(shown), "do": "refuse"})
    assert status == 303 and "declined" in headers["location"] and site.taken == []


def test_a_site_that_refuses_is_told_on_the_screen(soft: Soft, site: Site) -> None:
    site.put_status = 403
    shown = soft.call("GET", "/mobile?link=" + quote(f"{site.origin}/1"))[2]
    form = {"lang": "en", "errand": _errand(shown), "person": "citizen-1", "algorithm": "gost512", "do": "sign"}
    status, _, shown = soft.call("POST", "/mobile", form)
    assert status == 502 and "did not take the signature" in shown


def test_a_wrong_link_stays_in_the_form(soft: Soft) -> None:
    status, _, shown = soft.call("GET", "/mobile?lang=ru&link=" + quote("<чепуха>"))
    assert status == 422 and "&lt;чепуха&gt;</textarea>" in shown and "Это не ссылка" in shown


def test_a_form_of_elsewhere_signs_nothing(soft: Soft, site: Site) -> None:
    shown = soft.call("GET", "/mobile?link=" + quote(f"{site.origin}/1"))[2]
    form = {"errand": _errand(shown), "person": "citizen-1", "algorithm": "gost512", "do": "sign"}
    assert soft.call("POST", "/mobile", form, Origin="https://evil.example")[0] == 403
    assert site.taken == []
