"""Sign-in through the TEST identity service: a program of its own, asked over real HTTP."""

from __future__ import annotations

import html
import logging
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from jariya.kernel.people.models import Person, Session, SignIn
from jariya.kernel.signing.identity.demo import link_demo_people
from jariya.kernel.signing.models import Identity
from jariya.kernel.signing.sign_in import oidc

pytestmark = pytest.mark.django_db
START = "/kk/sign-in/state/"
SECRET = "a-secret-of-the-test-service"
IIN = "999999000042"


@pytest.fixture(scope="module")
def service(tmp_path_factory: Any) -> Iterator[str]:
    """The address of a running TEST identity service."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "JARIYA_VAR": str(tmp_path_factory.mktemp("idp")),
        "JARIYA_MODE": "demo",
        "JARIYA_PUBLIC_URL": "http://localhost:8000",
        "OIDC_EGOV_CLIENT_ID": "jariya-demo",
        "OIDC_EGOV_CLIENT_SECRET": SECRET,
        "PYTHONPATH": "src",
    }
    log = tmp_path_factory.mktemp("log") / "idp.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "jariya.kernel.signing.testidp", "--port", str(port)],
            env=environment, stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
        address = f"http://localhost:{port}"
        try:
            for _try in range(300):
                try:
                    requests.get(address, timeout=2)
                    break
                except requests.RequestException:
                    assert process.poll() is None, log.read_text()
                    time.sleep(0.1)
            yield address
            assert IIN not in log.read_text() and "code=" not in log.read_text()
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture(autouse=True)
def _set_up(settings: Any, service: str) -> None:
    settings.OIDC_EGOV_ISSUER = service
    settings.OIDC_EGOV_CLIENT_ID = "jariya-demo"
    settings.OIDC_EGOV_CLIENT_SECRET = SECRET
    settings.PUBLIC_URL = "http://localhost:8000"


@pytest.fixture
def browser() -> Client:
    return Client(headers={"host": "localhost:8000"})


def hidden(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'name="([^"]+)" value="([^"]*)"', page)
    return [(name, html.unescape(value)) for name, value in found if name not in ("person", "action")]


def asked(client: Client, **fields: str) -> str:
    """Where the site sends the browser."""
    answer = client.post(START, fields)
    assert answer.status_code == 200, answer.content.decode()[:1500]
    return str(answer["Refresh"].partition("url=")[2])


def allow(address: str, who: str = "citizen-4", action: str = "grant") -> str:
    """What a person does at the service; the address the service sends the browser back to."""
    there = requests.Session()
    page = there.get(address)
    assert page.status_code == 200 and "TEST" in page.text
    origin = f"{urlsplit(page.url).scheme}://{urlsplit(page.url).netloc}"
    page = there.post(f"{origin}/enter/", data=[*hidden(page.text), ("person", who)])
    assert page.status_code == 200 and "TEST" in page.text
    sent = there.post(
        f"{origin}/identity/o/authorize", data=[*hidden(page.text), ("action", action)], allow_redirects=False
    )
    assert sent.status_code == 302, sent.text[:500]
    return sent.headers["Location"]


def path_of(address: str) -> str:
    parts = urlsplit(address)
    assert f"{parts.scheme}://{parts.netloc}" == "http://localhost:8000"
    return f"{parts.path}?{parts.query}"


def why(answer: Any) -> str:
    assert answer.status_code == 302 and answer["Location"].startswith(START), answer.headers
    return parse_qs(urlsplit(answer["Location"]).query)["why"][0]


def signed_in_as(client: Client) -> Person | None:
    number = client.session.get("_auth_user_id")
    return Person.objects.get(pk=number) if number else None


def test_a_person_goes_to_the_service_and_comes_back_signed_in(browser: Client) -> None:
    back = allow(asked(browser, next="/kk/my/sessions/"))
    answer = browser.get(path_of(back))
    assert (answer.status_code, answer["Location"]) == (302, "/kk/my/sessions/")
    person = signed_in_as(browser)
    assert person is not None and person.name == "" and person.email is None
    assert Session.objects.get(person=person).level == "state"
    assert [(row.means, row.outcome) for row in SignIn.objects.filter(person=person)] == [("oidc", "ok")]


def test_it_is_the_same_account_as_by_signature(browser: Client) -> None:
    link_demo_people(timezone.now())
    browser.get(path_of(allow(asked(browser), "citizen-1")))
    person = signed_in_as(browser)
    assert person is not None and person.handle == "demo-citizen-1"


def test_only_what_is_needed_is_asked_with_pkce_state_and_nonce(browser: Client) -> None:
    query = parse_qs(urlsplit(asked(browser)).query)
    assert set(query["scope"][0].split()) == {"openid", "iin"}
    assert query["code_challenge_method"] == ["S256"] and len(query["code_challenge"][0]) == 43
    assert len(query["state"][0]) >= 16 and len(query["nonce"][0]) >= 40
    assert query["redirect_uri"] == ["http://localhost:8000/oidc/back"]
    assert query["response_type"] == ["code"] and "client_secret" not in query


def test_who_refuses_there_hears_it_here_and_nothing_is_passed_on(browser: Client) -> None:
    answer = browser.get(path_of(allow(asked(browser), action="refuse")))
    assert why(answer) == "state.cancelled"
    page = browser.get(answer["Location"]).content.decode()
    assert "state.cancelled" in page and signed_in_as(browser) is None


def test_an_answer_opens_once_and_only_the_browser_that_began(browser: Client) -> None:
    back = path_of(allow(asked(browser)))
    thief = Client(headers={"host": "localhost:8000"})
    assert why(thief.get(back)) == "state.unknown"
    assert browser.get(back)["Location"] == "/kk/my/account/"
    browser.post("/kk/sign-out/")
    assert why(browser.get(back)) == "state.unknown"
    assert signed_in_as(browser) is None


def test_a_code_of_another_sign_in_is_refused_by_pkce(browser: Client) -> None:
    """Injection: the attacker's own code with the victim's state."""
    theirs = parse_qs(urlsplit(allow(asked(Client(headers={"host": "localhost:8000"})), "citizen-5")).query)["code"][0]
    mine = parse_qs(urlsplit(asked(browser)).query)["state"][0]
    answer = browser.get(f"/oidc/back?code={theirs}&state={mine}")
    assert why(answer) == "state.refused" and signed_in_as(browser) is None


def test_a_state_older_than_ten_minutes_is_no_longer_good(browser: Client) -> None:
    back = path_of(allow(asked(browser)))
    session = browser.session
    states = {name: [one[0], one[1] - 601, one[2]] for name, one in session["socialaccount_states"].items()}
    session["socialaccount_states"] = states
    session.save()
    assert why(browser.get(back)) == "state.unknown"


@pytest.mark.parametrize(
    "query", ["", "state=", "state=nothing&code=x", "code=x", "error=access_denied", "state=" + "x" * 3000]
)
def test_an_answer_that_was_never_asked_for_is_named(browser: Client, query: str) -> None:
    assert why(browser.get(f"/oidc/back?{query}")) == "state.unknown"


@pytest.mark.parametrize("more", ["&iss=https://evil.example", "&error=server_error", "&error=<b>"])
def test_an_error_or_another_issuer_is_named_and_not_shown_back(browser: Client, more: str) -> None:
    state = parse_qs(urlsplit(asked(browser)).query)["state"][0]
    answer = browser.get(f"/oidc/back?code=x&state={state}{more}")
    assert why(answer) in ("state.forged", "state.refused")
    assert "evil" not in answer["Location"] and "<b>" not in browser.get(answer["Location"]).content.decode()


def test_an_unknown_word_in_the_address_is_not_shown(browser: Client) -> None:
    page = browser.get(f"{START}?why=<script>x</script>").content.decode()
    assert "<script>x" not in page and "&lt;script&gt;x" not in page


def test_a_service_that_does_not_answer_is_named(browser: Client, settings: Any) -> None:
    settings.OIDC_EGOV_ISSUER = "http://localhost:9"
    answer = browser.post(START)
    assert answer.status_code == 503 and "state.unreachable" in answer.content.decode()


def test_a_service_that_names_itself_otherwise_is_not_believed(browser: Client, settings: Any, service: str) -> None:
    settings.OIDC_EGOV_ISSUER = service.replace("localhost", "127.0.0.1")
    answer = browser.post(START)
    assert answer.status_code == 503 and "state.forged" in answer.content.decode()


def test_a_wrong_secret_is_named_and_nobody_enters(browser: Client, settings: Any) -> None:
    back = path_of(allow(asked(browser)))
    settings.OIDC_EGOV_CLIENT_SECRET = "another-secret-than-the-service"
    assert why(browser.get(back)) == "state.refused"


def test_without_a_service_the_way_is_not_offered(browser: Client, settings: Any) -> None:
    assert START in browser.get("/kk/sign-in/").content.decode()
    settings.OIDC_EGOV_ISSUER = ""
    assert START not in browser.get("/kk/sign-in/").content.decode()
    assert "state.unavailable" in browser.get(START).content.decode()
    assert browser.post(START).status_code == 503


def test_a_service_that_gives_no_iin_opens_an_account_only_where_the_operator_says_so(
    browser: Client, settings: Any
) -> None:
    settings.OIDC_EGOV_SCOPES = ["openid"]
    assert why(browser.get(path_of(allow(asked(browser))))) == "state.no_identity"
    settings.OIDC_EGOV_SUB_SUFFICES = True
    browser.get(path_of(allow(asked(browser))))
    first = signed_in_as(browser)
    other = Client(headers={"host": "localhost:8000"})
    other.get(path_of(allow(asked(other))))
    assert first is not None and signed_in_as(other) == first


def test_whoever_is_signed_in_joins_the_identity_or_hears_whose_it_is(browser: Client, person: Any) -> None:
    link_demo_people(timezone.now())
    Identity.objects.filter(person=person("citizen-3")).delete()
    browser.post("/kk/sign-in/demo/", {"handle": "demo-citizen-3"})
    assert why(browser.get(path_of(allow(asked(browser), "citizen-1")))) == "identity.identity_taken"
    assert signed_in_as(browser) == person("citizen-3")
    browser.get(path_of(allow(asked(browser), "citizen-6")))
    assert Identity.objects.filter(person=person("citizen-3")).exists()


@pytest.mark.parametrize(
    "change",
    [
        {"nonce": "another"},
        {"aud": "another-site"},
        {"iss": "https://evil.example"},
        {"exp": 1_000_000_000},
        {"aud": ["jariya-demo", "another-site"]},
        {"sub": ""},
        {"iin": "12"},
        {"iin": "99999900004²"},
    ],
)
def test_an_id_token_of_our_own_key_service_with_a_wrong_claim_is_refused(
    browser: Client, settings: Any, rsa_service: Callable[..., None], change: dict[str, Any]
) -> None:
    nonce, state = begun(browser)
    rsa_service(nonce=nonce, change=change)
    assert why(browser.get(f"/oidc/back?code=x&state={state}")) in ("state.forged", "state.no_identity")
    assert signed_in_as(browser) is None


@pytest.mark.parametrize("kind", ["none", "hs256", "other_key", "no_kid"])
def test_an_id_token_with_another_signature_is_refused(
    browser: Client, rsa_service: Callable[..., None], kind: str
) -> None:
    nonce, state = begun(browser)
    rsa_service(nonce=nonce, kind=kind)
    assert why(browser.get(f"/oidc/back?code=x&state={state}")) == "state.forged"


def test_the_made_up_service_is_believed_when_everything_is_right(
    browser: Client, rsa_service: Callable[..., None]
) -> None:
    nonce, state = begun(browser)
    rsa_service(nonce=nonce)
    assert browser.get(f"/oidc/back?code=x&state={state}")["Location"] == "/kk/my/account/"


NONSENSE = [
    b"[]",
    b"{}",
    b"not json",
    b'{"access_token": "x"}',
    b'{"access_token": "x", "id_token": 5}',
    b"x" * 300_000,
]


@pytest.mark.parametrize("body", NONSENSE)
def test_nonsense_from_the_service_is_a_named_refusal(
    browser: Client, rsa_service: Callable[..., None], body: bytes
) -> None:
    nonce, state = begun(browser)
    rsa_service(nonce=nonce, token=body)
    assert why(browser.get(f"/oidc/back?code=x&state={state}")).startswith("state.")


def begun(client: Client) -> tuple[str, str]:
    query = parse_qs(urlsplit(asked(client)).query)
    return query["nonce"][0], query["state"][0]


@pytest.fixture
def rsa_service(settings: Any) -> Iterator[Callable[..., None]]:
    """A service on a port whose answers a test writes: with the right key, and as wrong as it likes."""
    import json
    import threading
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    from cryptography.hazmat.primitives.asymmetric import rsa

    key, stranger = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
    answers: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802
            body = answers.get(self.path, b"{}")
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:  # noqa: N802
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_address[1]}"
    settings.OIDC_EGOV_ISSUER = base
    jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    answers["/.well-known/openid-configuration"] = json.dumps(
        {"issuer": base, "authorization_endpoint": f"{base}/ask", "token_endpoint": f"{base}/token",
         "jwks_uri": f"{base}/keys", "token_endpoint_auth_methods_supported": ["client_secret_post"]}
    ).encode()  # fmt: skip
    answers["/keys"] = json.dumps({"keys": [{**jwk, "kid": "k", "use": "sig", "alg": "RS256"}]}).encode()

    def write(*, nonce: str, change: dict[str, Any] | None = None, kind: str = "", token: bytes | None = None) -> None:
        claims = {"iss": base, "aud": "jariya-demo", "sub": "s", "nonce": nonce, "iin": IIN, "exp": time.time() + 60,
                  "iat": time.time(), **(change or {})}  # fmt: skip
        if kind == "none":
            made = jwt.encode(claims, None, algorithm="none", headers={"kid": "k"})
        elif kind == "hs256":
            made = jwt.encode(claims, SECRET * 2, algorithm="HS256", headers={"kid": "k"})
        else:
            headers = {} if kind == "no_kid" else {"kid": "k"}
            made = jwt.encode(claims, stranger if kind == "other_key" else key, algorithm="RS256", headers=headers)
        answers["/token"] = token if token is not None else json.dumps({"access_token": "t", "id_token": made}).encode()

    yield write
    server.shutdown()
    server.server_close()


def test_the_service_takes_no_request_without_pkce_and_nonce_and_no_foreign_way_back(
    browser: Client, service: str
) -> None:
    address = asked(browser)
    for spoiled in (
        address.replace("code_challenge=", "x="),
        address.replace("S256", "plain"),
        address.replace("nonce=", "n="),
    ):
        assert requests.get(spoiled).status_code == 400
    there = requests.Session()
    page = there.get(address)
    there.post(f"{service}/enter/", data=[*hidden(page.text), ("person", "citizen-4")])
    strange = there.get(address.replace("oidc%2Fback", "elsewhere"), allow_redirects=False)
    assert strange.status_code == 400 and "Location" not in strange.headers


def test_signing_out_leads_past_the_service_without_a_number_in_the_address(browser: Client, service: str) -> None:
    browser.get(path_of(allow(asked(browser))))
    answer = browser.post("/kk/sign-out/")
    assert answer["Location"] == "/kk/sign-in/state/out/"
    assert signed_in_as(browser) is None
    page = browser.get(answer["Location"]).content.decode()
    address = html.unescape(re.findall(rf'href="({service}/[^"]+)"', page)[0])
    assert set(parse_qs(urlsplit(address).query)) == {"client_id", "post_logout_redirect_uri"}
    there = requests.get(address, allow_redirects=False)
    assert there.status_code in (200, 302)


def test_no_address_of_the_library_is_mounted(browser: Client) -> None:
    names = {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert not [name for name in names if name.startswith(("account_", "socialaccount_", "openid_connect"))]
    for path in ("/accounts/login/", "/oidc/state/login/", "/kk/accounts/", "/.well-known/openid-configuration"):
        assert browser.get(path).status_code == 404


def test_no_number_token_or_code_reaches_a_log(browser: Client, caplog: Any) -> None:
    # Every statement of the database and every line of the HTTP client as an operator could switch them on.
    caplog.set_level(logging.DEBUG)
    for name in ("urllib3", "requests", "jariya", "allauth", "oauthlib"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    back = allow(asked(browser))
    code = parse_qs(urlsplit(back).query)["code"][0]
    caplog.clear()
    browser.get(path_of(back))
    said = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert said and IIN not in said and SECRET not in said and code not in said
    stored = [str(vars(row)) for row in (*Person.objects.all(), *Identity.objects.all(), *SignIn.objects.all())]
    assert not [row for row in stored if IIN in row]


def test_the_client_reads_no_proxy_and_follows_no_redirect(monkeypatch: Any, service: str) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    session = oidc.Session()
    assert session.get(f"{service}/.well-known/openid-configuration").status_code == 200
    assert session.get(f"{service}/identity/o/authorize", params={"prompt": "login"}).status_code in (302, 400)
