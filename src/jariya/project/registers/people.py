"""Addresses of people, their means of signing in, and signing."""

from __future__ import annotations

from jariya.project.registers.kinds import ANYONE, GUEST, At, Door, Exit, PageKind, at, none, of, with_

_CODE = ("people:sign-in", {"by": "mail", "email": "reader@ulgi.example"})
pages: tuple[PageKind, ...] = (
    PageKind("people:means", ANYONE, at()),
    PageKind("people:sign-in", GUEST, at(), error=at(post={"by": "mail", "email": "@"}, status=422)),
    PageKind("people:sign-in-code", GUEST, at(first=_CODE), error=at(first=_CODE, post={"code": "000000"}, status=422)),
    PageKind("people:demo", GUEST, at()),
    PageKind("people:staff", GUEST, at(), error=at(post={"login": "no", "password": "no", "code": "0"}, status=422)),
    PageKind("identity:eds", GUEST, at(), empty=at(persona="citizen-1")),
    # Its good state needs a signature of this very moment: tests/kernel/signing/sign_in/test_eds.py sees it.
    PageKind("identity:enter", GUEST, at(status=409), error=at("signing=none", status=409)),
    PageKind("identity:state", GUEST, at(), error=at("why=state.cancelled")),
    PageKind("identity:state-out", GUEST, at()),
    PageKind("people:enrol", GUEST, of("token=enrolment"), error=none("token")),
    PageKind("people:account", "citizen-1", at(), error=at(post={"name": "қ" * 10_000}, status=422)),
    PageKind("people:sessions", "citizen-1", at()),
    PageKind("identity:mine", "citizen-1", at(), empty=at(persona="citizen-3"), long=at(persona="head")),
    PageKind(
        "signing:sign",
        "citizen-1",
        of("public_id=signing"),
        empty=of("public_id=signed"),
        error=of("public_id=signing", persona="citizen-3", status=404),
    ),
    PageKind("people:keys", "officer-1", at(), error=at(persona="citizen-1", status=403)),
    PageKind("people:staff-list", "registrar", at()),
    PageKind("identity:claims", "registrar", at(), error=at(persona="officer-1", status=404)),
    PageKind(
        "people:enrol-staff",
        "registrar",
        at(),
        empty=at("q=zzzzqqqq"),
        long=lambda made: At(query=f"body={made.body}"),
        error=at("body=no-such-body", status=422),
    ),
    PageKind("people:official", "registrar", of("handle=official"), error=none("handle")),
)

exits: tuple[Exit, ...] = (
    Exit("people:me-fragment", "people", "fragment", False, at()),
    Exit("signing-egov-1", "signing", "json", False, of("word=phone_word")),
)

doors: tuple[Door, ...] = (
    Door("people:sign-out", GUEST, "POST", at()),
    Door("people:sign-in-resend", GUEST, "POST", at()),
    Door("identity:decide", "registrar", "POST", with_({"number": 999_999_999}, status=404)),
    Door("oidc-back", GUEST, "GET", at(status=302)),
    Door("people:passkey-options", GUEST, "POST", at()),
    Door("people:passkey", GUEST, "POST", at()),
    Door("people:enrol-options", GUEST, "POST", of("token=enrolment")),
    Door("people:enrol-passkey", GUEST, "POST", of("token=enrolment")),
    Door("signing-egov-2", ANYONE, "GET", of("word=phone_word", status=403)),
    Door("signing:status", "citizen-1", "GET", of("public_id=signing")),
    Door("signing:manifest", "citizen-1", "GET", of("public_id=signing")),
    Door("signing:ncalayer", "citizen-1", "POST", of("public_id=signing")),
    Door("signing:file", "citizen-1", "POST", of("public_id=signing")),
    Door("signing:cancel", "citizen-1", "POST", of("public_id=signing")),
    Door("signing:again", "citizen-1", "POST", of("public_id=signing")),
    Door("people:change-address", "citizen-1", "POST", at()),
    Door("people:key-options", "officer-1", "POST", at()),
    Door("people:key-change", "officer-1", "POST", at()),
    Door("people:end-role", "registrar", "POST", with_({"role_id": 999_999_999})),
    Door("people:new-link", "registrar", "POST", of("handle=official")),
)
