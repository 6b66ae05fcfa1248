"""NCALayer's messages: what a page asks, what the program answers, as recorded from the real one.

Pure but for the callbacks: `answer(text, …)` is one message in, one message out. Sources: docs/adapters/eds.md.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from jariya.kernel.signing.soft import wallet
from jariya.kernel.signing.soft.desk import Decision, Request
from jariya.kernel.signing.soft.wallet import Unsuited, Wanted
from jariya.kernel.signing.soft.words import word
from jariya.kernel.signing.testca import TestAuthority, TestPerson
from jariya.kernel.signing.testca.algorithms import pem

VERSION = "1.4"
HEARTBEAT = "--heartbeat--"
BASICS = "kz.gov.pki.knca.basics"
COMMON = "kz.gov.pki.knca.commonUtils"
STORES = ("PKCS12", "AKKaztokenStore", "AKKZIDCardStore", "AKEToken72KStore", "AKEToken5110Store", "AKJaCartaStore",
          "AKAKEYStore", "JKS")  # fmt: skip
MOST_DOCUMENTS = 100

Ask = Callable[[Request], Decision]


def hello() -> str:
    """What the program says when a page connects."""
    return _text({"result": {"version": VERSION}})


def answer(text: str, authority: TestAuthority, ask: Ask, *, now: Callable[[], dt.datetime], origin: str = "") -> str:
    """The answer to one message.

    Args:
        text: the message as it came.
        authority: whose persons sign.
        ask: gets the request that a person must decide, gives the decision.
        now: the clock.
        origin: the page, shown to the person.
    """
    if text == HEARTBEAT:
        return HEARTBEAT
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return _failure("GENERAL_ERROR", "The message is not JSON.")
    if not isinstance(message, dict):
        return _failure("GENERAL_ERROR", "The message is not an object.")
    call = _Call(authority, ask, now, origin)
    module, method = message.get("module"), message.get("method")
    if module == BASICS:
        return call.basics(method, message.get("args"))
    if module == COMMON:
        return call.common(method, message.get("args") or [])
    # The legacy applet module is switched off in the real program too (since 14.10.2024).
    return _text({"success": False, "errorCode": "MODULE_NOT_FOUND"})


class _Broken(Exception):
    """The call of `basics` cannot be carried out: code, message and details of the answer."""

    def __init__(self, code: str, message: str, details: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.details = code, message, details


class _Cancelled(Exception):
    pass


class _Mismatch(Exception):
    pass


class _Call:
    def __init__(self, authority: TestAuthority, ask: Ask, now: Callable[[], dt.datetime], origin: str) -> None:
        self.authority, self.ask, self.now, self.origin = authority, ask, now, origin

    def chosen(self, request: Request, locale: str) -> TestPerson:
        decision = self.ask(request)
        if decision.error:
            raise _Broken(decision.error, "The TEST window was told to fail.", "TEST")
        if decision.cancel:
            raise _Cancelled
        try:
            return wallet.choose(
                self.authority, decision.person, decision.algorithm, request.wanted, self.now(), anyway=decision.anyway
            )
        except Unsuited as why:
            raise _Broken("SIGNING_FAILURE", word(why.code, locale), why.code) from None

    # kz.gov.pki.knca.basics

    def basics(self, method: Any, args: Any) -> str:
        try:
            if method != "sign":
                raise _Broken("INVOCATION_ERROR", "The method could not be invoked.", f"no method {method}"[:100])
            return _text({"body": {"result": self.sign(_object(args, "args"))}, "status": True})
        except _Cancelled:
            return _text({"body": {}, "status": True})
        except _Broken as broken:
            return _failure(broken.code, broken.message, broken.details)

    def sign(self, args: dict[str, Any]) -> str | list[str]:
        how = _object(args.get("signingParams"), "signingParams")
        who = _object(args.get("signerParams"), "signerParams")
        stores, data = args.get("allowedStorages"), args.get("data")
        if args.get("format") != "cms":
            raise _Broken("INVALID_SIGNING_PARAMS", "The TEST program signs CMS alone.", "format")
        if stores is not None and not (isinstance(stores, list) and set(map(str, stores)) <= set(STORES)):
            raise _Broken("INVOCATION_ERROR", "An invoked method threw an exception.", "allowedStorages")
        given = data if isinstance(data, list) else [data]
        many = [one for one in given if isinstance(one, str) and one]
        if not 0 < len(many) == len(given) <= MOST_DOCUMENTS:
            raise _Broken("INVALID_SIGNING_PARAMS", "There is nothing to sign.", "data")
        decode, attached, digested = (_flag(how, name) for name in ("decode", "encapsulate", "digested"))
        try:
            documents = tuple(_decoded(one) if decode else one.encode() for one in many)
        except ValueError:
            raise _Broken("INVALID_SIGNING_PARAMS", "The data are not base64.", "data") from None
        locale = str(args.get("locale") or "")
        request = Request(documents, _wanted(who, how), origin=self.origin, digested=digested)
        person = self.chosen(request, locale)
        stamped = how.get("tsaProfile") is not None
        found = [
            pem("CMS", person.sign_cms(one, not attached, self.now(), tsp=stamped, digested=digested))
            for one in documents
        ]
        return found if isinstance(data, list) else found[0]

    # kz.gov.pki.knca.commonUtils

    def common(self, method: Any, args: Any) -> str:
        known = {
            "getActiveTokens": self.get_active_tokens,
            "getKeyInfo": self.get_key_info,
            "createCAdESFromBase64": self.create_cades,
            "createCAdESFromBase64Hash": self.create_cades_hash,
            "createCMSSignatureFromBase64": self.create_cms,
            "changeLocale": self.change_locale,
        }
        if not isinstance(method, str) or method not in known:
            return _text({"code": "500", "message": f"java.lang.NoSuchMethodException. Method: {method}"[:200]})
        try:
            found = known[method](args)
        except _Mismatch:
            said = f"java.lang.IllegalArgumentException: argument type mismatch. Method: {method}"
            return _text({"code": "500", "message": said})
        except _Cancelled:
            return _text({"code": "500", "message": "action.canceled"})
        except _Broken as broken:
            return _text({"code": "500", "message": broken.message})
        return _text({"responseObject": found, "code": "200"} if found is not None else {"code": "200"})

    def get_active_tokens(self, args: Any) -> list[str]:
        return []  # the TEST keys lie on no token

    def change_locale(self, args: Any) -> None:
        _strings(args, 1)

    def get_key_info(self, args: Any) -> dict[str, Any]:
        _strings(args, 1)
        return wallet.key_info(self.chosen(Request(kind="key", origin=self.origin), ""))

    def create_cades(self, args: Any) -> str:
        return self._legacy(args, stamped=False)

    def create_cms(self, args: Any) -> str:
        return self._legacy(args, stamped=True)

    def create_cades_hash(self, args: Any) -> str:
        return self._legacy([*args, False] if isinstance(args, list) else args, stamped=False, digested=True)

    def _legacy(self, args: Any, *, stamped: bool, digested: bool = False) -> str:
        """Positional: storage, key type, base64, whether the content goes inside."""
        _store, kind, data = _strings(args, 3)
        if len(args) != 4 or not isinstance(args[3], bool):
            raise _Mismatch
        try:
            content = _decoded(data)
        except ValueError:
            raise _Broken("", "The data are not base64.") from None
        # Another word than these two shows all certificates, as the real program does.
        purposes = {"SIGNATURE": (wallet.SIGN,), "AUTHENTICATION": (wallet.AUTH,)}.get(kind, ())
        person = self.chosen(Request((content,), Wanted(purposes), origin=self.origin, digested=digested), "")
        made = person.sign_cms(content, not args[3], self.now(), tsp=stamped, digested=digested)
        return base64.b64encode(made).decode()


def _object(value: Any, name: str) -> dict[str, Any]:
    if value is None and name != "args":
        return {}
    if not isinstance(value, dict):
        details = f'org.json.JSONException: JSONObject["{name}"] is not a JSONObject.'
        raise _Broken("INVOCATION_ERROR", "An invoked method threw an exception.", details)
    return value


def _flag(values: dict[str, Any], name: str) -> bool:
    """A flag as the real program reads it: the word "true" counts too, a missing one is no."""
    value = values.get(name)
    return value is True or (isinstance(value, str) and value.lower() == "true")


def _wanted(who: dict[str, Any], how: dict[str, Any]) -> Wanted:
    purposes = who.get("extKeyUsageOids") or []
    if not isinstance(purposes, list):
        raise _Broken("INVOCATION_ERROR", "An invoked method threw an exception.", "extKeyUsageOids")
    iin, number, serial = (str(who.get(name) or "") for name in ("iin", "bin", "serialNumber"))
    expired, revoked = _flag(how, "allowExpired"), _flag(how, "allowRevoked")
    return Wanted(tuple(map(str, purposes)), iin, number, serial, expired, revoked)


def _strings(args: Any, count: int) -> list[str]:
    if not isinstance(args, list) or len(args) < count or not all(isinstance(one, str) for one in args[:count]):
        raise _Mismatch
    return args[:count]


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("not base64") from error


def _failure(code: str, message: str, details: str = "") -> str:
    return _text({"code": code, "details": details, "message": message, "status": False})


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
