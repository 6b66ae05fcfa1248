"""NCALayer's messages as the real program exchanges them, and its window where a person decides."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from asn1crypto import cms, pem
from hypothesis import given
from hypothesis import strategies as st
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from jariya.kernel.signing import testca
from jariya.kernel.signing.soft import ncalayer
from jariya.kernel.signing.soft.desk import CANCELLED, Decision, Desk, Request

from .conftest import Soft

SIGN, AUTH = "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.2"
DATA = base64.b64encode("мазмұны".encode()).decode()
CITIZEN = Decision("citizen-1")
DETACHED = {"decode": True, "encapsulate": False, "digested": False}


@pytest.fixture
def say(authority: testca.TestAuthority, made_at: dt.datetime) -> Callable[..., Any]:
    """Send one message; the answer as an object. `decision` is what the person decides."""

    def send(message: Any, decision: Decision = CITIZEN) -> Any:
        text = message if isinstance(message, str) else json.dumps(message)
        return json.loads(ncalayer.answer(text, authority, lambda request: decision, now=lambda: made_at))

    return send


def _sign(data: Any = DATA, params: Any = DETACHED, **args: Any) -> dict[str, Any]:
    args = {"allowedStorages": None, "format": "cms", "data": data, "signingParams": params,
            "signerParams": {"extKeyUsageOids": [SIGN]}, "locale": "kk"} | args  # fmt: skip
    return {"module": ncalayer.BASICS, "method": "sign", "args": args}


def _signer(text: str) -> str:
    found = cms.ContentInfo.load(pem.unarmor(text.encode())[2])["content"]
    return str(found["certificates"][0].chosen.subject.native["common_name"])


def test_a_text_comes_back_as_pem_text_and_an_array_as_an_array(say: Callable[..., Any]) -> None:
    one, many = say(_sign()), say(_sign([DATA, DATA]))
    assert one["status"] is True and one["body"]["result"].startswith("-----BEGIN CMS-----\n")
    assert one["body"]["result"].endswith("\n-----END CMS-----\n")
    assert _signer(one["body"]["result"]).endswith("АЙГЕРІМ")
    assert len(many["body"]["result"]) == 2 and set(map(_signer, many["body"]["result"])) == {
        _signer(one["body"]["result"])
    }


@pytest.mark.parametrize(
    ("params", "content", "stamped"),
    [
        (DETACHED, None, False),
        ({**DETACHED, "encapsulate": True}, "мазмұны".encode(), False),
        ({**DETACHED, "encapsulate": "true", "decode": "true"}, "мазмұны".encode(), False),
        ({"encapsulate": True}, DATA.encode(), False),
        ({**DETACHED, "tsaProfile": {}}, None, True),
        ({**DETACHED, "tsaProfile": None}, None, False),
        ({}, None, False),
    ],
)
def test_the_signing_parameters_are_followed(
    say: Callable[..., Any], params: dict[str, Any], content: bytes | None, stamped: bool
) -> None:
    text = say(_sign(params=params))["body"]["result"]
    found = cms.ContentInfo.load(pem.unarmor(text.encode())[2])["content"]
    assert found["encap_content_info"]["content"].native == content
    unsigned = found["signer_infos"][0]["unsigned_attrs"].native or []
    assert [row["type"] for row in unsigned] == (["signature_time_stamp_token"] if stamped else [])


def test_a_digest_is_signed_as_it_is(say: Callable[..., Any]) -> None:
    text = say(_sign(base64.b64encode(bytes(64)).decode(), {**DETACHED, "digested": True}))["body"]["result"]
    info = cms.ContentInfo.load(pem.unarmor(text.encode())[2])["content"]["signer_infos"][0]
    values = {row["type"].native: row["values"][0].native for row in info["signed_attrs"]}
    assert values["message_digest"] == bytes(64)


def test_a_cancelled_request_has_an_empty_body(say: Callable[..., Any]) -> None:
    assert say(_sign(), CANCELLED) == {"status": True, "body": {}}


@pytest.mark.parametrize(
    ("who", "decision", "details"),
    [
        ({"extKeyUsageOids": [SIGN]}, Decision("auth-only"), "unsuited_purpose"),
        ({"extKeyUsageOids": [SIGN, "1.2.398.3.3.4.1.2.1"]}, Decision("citizen-1"), "unsuited_purpose"),
        ({"extKeyUsageOids": [AUTH]}, Decision("citizen-1"), "unsuited_purpose"),
        ({"iin": "999999000022"}, Decision("citizen-1"), "unsuited_other"),
        ({"bin": "999940000020"}, Decision("head"), "unsuited_other"),
        ({"serialNumber": "01"}, Decision("head"), "unsuited_other"),
        ({}, Decision("expired"), "unsuited_expired"),
        ({}, Decision("not-yet-valid"), "unsuited_early"),
        ({}, Decision("revoked"), "unsuited_revoked"),
        ({}, Decision("suspended"), "unsuited_revoked"),
        ({}, Decision("foreign"), "unsuited_issuer"),
        ({}, Decision("impostor"), "unsuited_issuer"),
        ({}, Decision("nobody"), "unsuited_nobody"),
        ({}, Decision("citizen-1", "gost256"), "unsuited_nobody"),
    ],
)
def test_a_certificate_that_does_not_suit_is_an_error_with_the_reason(
    say: Callable[..., Any], who: dict[str, Any], decision: Decision, details: str
) -> None:
    said = say(_sign(signerParams=who), decision)
    assert (said["status"], said["code"], said["details"]) == (False, "SIGNING_FAILURE", details)
    assert said["message"] and "9999" not in json.dumps(said), "no number of a person in an error"


def test_filters_let_the_right_one_through(say: Callable[..., Any]) -> None:
    head = {"extKeyUsageOids": [SIGN, "1.2.398.3.3.4.1.2.1"], "bin": "999940000010", "iin": "", "chain": None}
    assert _signer(say(_sign(signerParams=head), Decision("head", "rsa"))["body"]["result"]).endswith("НҰРЛАН")
    assert say(_sign(params={**DETACHED, "allowExpired": True}), Decision("expired"))["status"]
    assert say(_sign(params={**DETACHED, "allowRevoked": True}), Decision("revoked"))["status"]
    for person in ("expired", "revoked", "foreign", "auth-only"):
        assert say(_sign(), Decision(person, anyway=True))["status"], "to try what a page answers"


@pytest.mark.parametrize("error", ["INVOCATION_ERROR", "INVALID_SIGNING_PARAMS", "SIGNING_FAILURE", "GENERAL_ERROR"])
def test_errors_on_demand_have_the_real_shape(say: Callable[..., Any], error: str) -> None:
    said = say(_sign(), Decision(error=error))
    assert said["code"] == error and said["status"] is False and {"message", "details"} <= set(said)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (_sign(params=555), "INVOCATION_ERROR"),
        (_sign(signerParams=[]), "INVOCATION_ERROR"),
        (_sign(signerParams={"extKeyUsageOids": "x"}), "INVOCATION_ERROR"),
        (_sign(allowedStorages=["X"]), "INVOCATION_ERROR"),
        (_sign(format="xml"), "INVALID_SIGNING_PARAMS"),
        (_sign(""), "INVALID_SIGNING_PARAMS"),
        (_sign([]), "INVALID_SIGNING_PARAMS"),
        (_sign([1]), "INVALID_SIGNING_PARAMS"),
        (_sign("не base64"), "INVALID_SIGNING_PARAMS"),
        ({"module": ncalayer.BASICS, "method": "fly"}, "INVOCATION_ERROR"),
        ({"module": ncalayer.BASICS, "method": "sign"}, "INVOCATION_ERROR"),
        ("nonsense", "GENERAL_ERROR"),
        ("[]", "GENERAL_ERROR"),
    ],
)
def test_a_bad_request_is_answered_not_asked(say: Callable[..., Any], message: Any, code: str) -> None:
    assert say(message)["code"] == code


def test_the_recorded_answer_to_wrong_parameters_is_given_word_for_word(say: Callable[..., Any]) -> None:
    assert say(_sign(params=555)) == {
        "code": "INVOCATION_ERROR",
        "details": 'org.json.JSONException: JSONObject["signingParams"] is not a JSONObject.',
        "message": "An invoked method threw an exception.",
        "status": False,
    }


def _common(method: str, *args: Any) -> dict[str, Any]:
    return {"module": ncalayer.COMMON, "method": method, "args": list(args)}


def test_the_older_calls_answer_as_recorded(say: Callable[..., Any]) -> None:
    assert say({"module": ncalayer.COMMON, "method": "getActiveTokens"}) == {"responseObject": [], "code": "200"}
    assert say(_common("changeLocale", "kz")) == {"code": "200"}
    assert say(_common("getKeyInfo", None)) == {
        "code": "500",
        "message": "java.lang.IllegalArgumentException: argument type mismatch. Method: getKeyInfo",
    }
    assert say(_common("createCAdESFromBase64", "PKCS12", 123, DATA, False))["message"].startswith("java.lang.Illegal")
    assert say(_common("getKeyInfo", "PKCS12"), CANCELLED) == {"code": "500", "message": "action.canceled"}
    assert say(_common("createCAdESFromBase64", "PKCS12", "SIGNATURE", DATA, False), CANCELLED)["code"] == "500"
    info = say(_common("getKeyInfo", "PKCS12"))["responseObject"]
    assert set(info) == {
        "alias", "keyId", "algorithm", "subjectCn", "subjectDn", "issuerCn", "issuerDn", "serialNumber",
        "certNotAfter", "certNotBefore", "authorityKeyIdentifier", "pem",
    }  # fmt: skip
    for module in ("kz.gov.pki.knca.applet.Applet", "kz.digiflow.mobile.extensions", None):
        assert say({"module": module, "method": "x"}) == {"success": False, "errorCode": "MODULE_NOT_FOUND"}


@pytest.mark.parametrize(
    ("method", "args", "content", "stamped"),
    [
        ("createCAdESFromBase64", [False], None, False),
        ("createCAdESFromBase64", [True], "мазмұны".encode(), False),
        ("createCMSSignatureFromBase64", [True], "мазмұны".encode(), True),
        ("createCAdESFromBase64Hash", [], None, False),
    ],
)
def test_the_older_calls_sign(
    say: Callable[..., Any], method: str, args: list[bool], content: bytes | None, stamped: bool
) -> None:
    said = say(_common(method, "PKCS12", "SIGNATURE", DATA, *args))
    found = cms.ContentInfo.load(base64.b64decode(said["responseObject"], validate=True))["content"]
    assert found["encap_content_info"]["content"].native == content
    assert bool(found["signer_infos"][0]["unsigned_attrs"].native) == stamped


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
            ["module", "method", "args", "data", "signingParams", "signerParams", "extKeyUsageOids", "format"]), inner),
    ),
    st.sampled_from(["sign", "getKeyInfo", "createCAdESFromBase64", "createCAdESFromBase64Hash", "changeLocale"]),
    st.sampled_from([ncalayer.BASICS, ncalayer.COMMON]),
)  # fmt: skip
def test_no_message_breaks_the_program(
    authority: testca.TestAuthority, made_at: dt.datetime, junk: Any, method: str, module: str
) -> None:
    for message in (junk, {"module": module, "method": method, "args": junk}):
        said = ncalayer.answer(json.dumps(message), authority, lambda request: CANCELLED, now=lambda: made_at)
        assert isinstance(json.loads(said), dict)


# The socket


def test_the_socket_says_hello_and_echoes_heartbeats_while_a_person_thinks(soft: Soft) -> None:
    with connect(soft.socket, open_timeout=10) as page:
        assert json.loads(page.recv(5)) == {"result": {"version": "1.4"}}
        page.send(json.dumps(_sign()))
        assert soft.desk.wait_for_one(5)
        page.send("--heartbeat--")
        assert page.recv(5) == "--heartbeat--"
        (request,) = soft.desk.waiting()
        assert request.documents == ("мазмұны".encode(),)
        soft.desk.decide(request.id, Decision("citizen-1"))
        assert json.loads(page.recv(5))["status"] is True


def test_requests_of_one_page_come_one_after_another(soft: Soft) -> None:
    with connect(soft.socket) as page:
        page.recv(5)
        for _ in range(2):
            page.send(json.dumps(_sign()))
        assert soft.desk.wait_for_one(5)
        time.sleep(0.2)
        assert len(soft.desk.waiting()) == 1
        soft.desk.tell(Decision("citizen-1"))
        assert all(json.loads(page.recv(5))["status"] for _ in range(2))


def test_a_closed_page_takes_its_request_along(soft: Soft) -> None:
    with connect(soft.socket) as page:
        page.recv(5)
        page.send(json.dumps(_sign()))
        assert soft.desk.wait_for_one(5)
    until = time.monotonic() + 5
    while soft.desk.waiting() and time.monotonic() < until:
        time.sleep(0.05)
    assert soft.desk.waiting() == []


@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost.evil.example", "null"])
def test_pages_of_elsewhere_are_turned_away(soft: Soft, origin: str) -> None:
    with pytest.raises(InvalidStatus), connect(soft.socket, origin=origin):  # type: ignore[arg-type]
        pass
    with connect(soft.socket, origin="http://localhost:8000") as page:  # type: ignore[arg-type]
        assert page.recv(5)


# The window


def test_a_person_signs_in_the_window_without_script(soft: Soft) -> None:
    text = json.dumps({"act": "petition.sign", "title_kk": "Үлгі <b>"}, ensure_ascii=False)
    with connect(soft.socket, origin="http://localhost:8000") as page:  # type: ignore[arg-type]
        page.recv(5)
        page.send(json.dumps(_sign(base64.b64encode(text.encode()).decode())))
        assert soft.desk.wait_for_one(5)
        status, _, shown = soft.call("GET", "/?lang=kk")
        assert status == 200 and "petition.sign" in shown and "Үлгі &lt;b&gt;" in shown and "TEST" in shown
        assert "http://localhost:8000" in shown
        found = re.search(r'name="request" value="([^"]+)"', shown)
        assert found
        form = {"lang": "kk", "request": found[1], "person": "revoked", "algorithm": "rsa", "do": "sign"}
        status, _, shown = soft.call("POST", "/decide", form)
        assert status == 422 and 'role="alert"' in shown and "кері қайтарылған" in shown
        assert '<option value="revoked" selected>' in shown and '<option value="rsa" selected>' in shown, "nothing lost"
        status, headers, _ = soft.call("POST", "/decide", {**form, "anyway": "1"})
        assert status == 303 and headers["location"] == "/?lang=kk&done=signed"
        assert "ҚАЙТАРЫЛҒАН" in _signer(json.loads(page.recv(5))["body"]["result"])
        assert "Қол қойылды" in soft.call("GET", headers["location"])[2]
        assert soft.call("POST", "/decide", form)[0] == 410, "decided once"


def test_a_person_cancels_in_the_window(soft: Soft) -> None:
    with connect(soft.socket) as page:
        page.recv(5)
        page.send(json.dumps(_sign()))
        assert soft.desk.wait_for_one(5)
        (request,) = soft.desk.waiting()
        assert soft.call("POST", "/decide", {"request": request.id, "do": "cancel"})[0] == 303
        assert json.loads(page.recv(5)) == {"status": True, "body": {}}


@pytest.mark.parametrize(("language", "word"), [("kk", "СЫНАҚ"), ("ru", "ПРОБА"), ("en", "no legal force")])
@pytest.mark.parametrize("path", ["/", "/mobile", "/nowhere"])
def test_every_screen_says_test_in_three_languages(soft: Soft, path: str, language: str, word: str) -> None:
    _, headers, shown = soft.call("GET", path, Accept_Language=language)
    assert word in shown and "TEST" in shown and f'<html lang="{language}">' in shown
    assert "'none'" in headers["content-security-policy"] and headers["cache-control"] == "no-store"


def test_the_window_takes_orders_from_this_machine_alone(soft: Soft) -> None:
    order = json.dumps({"person": "citizen-1"}).encode()
    kind = {"Content_Type": "application/json"}
    assert soft.call("POST", "/control", order, **kind, Origin="https://evil.example")[0] == 403
    assert soft.call("POST", "/control", order, **kind, Origin="null")[0] == 403
    assert soft.call("POST", "/control", order, **kind, Sec_Fetch_Site="cross-site")[0] == 403
    assert soft.call("POST", "/control", order, **kind, Host="evil.example")[0] == 421
    assert soft.call("POST", "/control", order, Content_Type="text/plain")[0] == 415
    assert soft.call("GET", "/", Host="evil.example")[0] == 421
    assert soft.desk.plan is None
    own = f"http://localhost:{soft.port}"
    assert soft.call("POST", "/control", order, **kind, Origin=own)[0] == 200
    assert soft.desk.plan == Decision("citizen-1")


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ({"person": 1}, "bad_person"), ({"error": "X"}, "bad_error"), ({"delay": -1}, "bad_delay"),
        ({"delay": True}, "bad_delay"), ({"cancel": "yes"}, "bad_flag"), ({"wish": 1}, "unknown_field"),
        ([], "not_an_object"),
    ],
)  # fmt: skip
def test_an_order_that_is_none_is_named(soft: Soft, order: Any, code: str) -> None:
    status, _, said = soft.call("POST", "/control", json.dumps(order).encode(), Content_Type="application/json")
    assert status == 422 and json.loads(said) == {"code": code}


def test_orders_cancel_fail_delay_and_end(soft: Soft) -> None:
    def order(**what: Any) -> None:
        assert soft.call("POST", "/control", json.dumps(what).encode(), Content_Type="application/json")[0] == 200

    with connect(soft.socket) as page:
        page.recv(5)

        def ask() -> Any:
            page.send(json.dumps(_sign()))
            return json.loads(page.recv(10))

        order(cancel=True)
        assert ask() == {"status": True, "body": {}}
        order(error="GENERAL_ERROR")
        assert ask()["code"] == "GENERAL_ERROR"
        order(person="citizen-1", delay=0.5)
        before = time.monotonic()
        assert ask()["status"] and time.monotonic() - before >= 0.5
        order(person=None)
        page.send(json.dumps(_sign()))
        assert soft.desk.wait_for_one(5), "a person is asked again"


def test_nobody_waits_for_ever() -> None:
    assert Desk().ask(Request((b"x",)), patience=0.05) == CANCELLED
    assert Desk().ask(Request((b"x",)), gone=lambda: True) == CANCELLED
