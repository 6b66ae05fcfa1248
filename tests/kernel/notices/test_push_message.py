"""What leaves for a browser is sealed as RFC 8291 says, and only public https addresses are called."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from tests.kernel.notices.push_service import opened, point, unb64

from jariya.kernel.notices.push import egress, message

# RFC 8291, section 5 and appendix A.
TEXT = b"When I grow up, I want to be a watermelon"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
BROWSER = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQ"
    "pu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(unb64(text), "big"), ec.SECP256R1())


def test_the_vector_of_the_rfc_comes_out_byte_by_byte() -> None:
    sealed = message.seal(
        TEXT, key=point(private(BROWSER)), auth=unb64(AUTH), private=private(SENDER), salt=unb64(SALT)
    )
    assert sealed == unb64(BODY)


def test_a_message_is_read_by_its_browser_alone_and_never_looks_the_same_twice() -> None:
    browser, auth = private(BROWSER), unb64(AUTH)
    one, two = (message.seal("Сәлем".encode(), key=point(browser), auth=auth) for _ in range(2))
    assert one != two
    assert opened(one, browser, auth).decode() == "Сәлем"
    with pytest.raises(InvalidTag):
        opened(one, private(SENDER), auth)


def test_the_longest_text_fits_what_a_service_must_take_and_one_more_byte_is_refused() -> None:
    key, auth = point(private(BROWSER)), unb64(AUTH)
    assert len(message.seal(b"x" * message.MOST, key=key, auth=auth)) == message.RECORD
    with pytest.raises(message.Unusable, match="push_too_long"):
        message.seal(b"x" * (message.MOST + 1), key=key, auth=auth)


@pytest.mark.parametrize("key", [b"\x04" + b"\x01" * 64, b"\x04" * 64, b"", b"\x02" + b"\x01" * 32])
def test_a_key_that_is_no_point_of_the_curve_is_refused(key: bytes) -> None:
    with pytest.raises(message.Unusable, match="push_key_bad"):
        message.seal(b"x", key=key, auth=unb64(AUTH))


@pytest.mark.parametrize("text", ["", "AAAA", "%%%%", "BTBZMqHH6r4Tts7J_aSIgg" * 2, "кілт", "BTBZMqHH6r4Tts7J_aSI!g"])
def test_a_secret_of_another_length_or_alphabet_is_refused(text: str) -> None:
    with pytest.raises(message.Unusable, match="push_key_bad"):
        message.unb64(text, 16)


@pytest.mark.parametrize(
    "address",
    [
        "http://push.example.org/x", "ftp://push.example.org/x", "file:///etc/passwd", "//push.example.org/x", "",
        "https://user:word@push.example.org/x", "https://push.example.org:8443/x", "https://push.example.org:99999/x",
        "https://intranet/x", "https://localhost/x", "https:///x", "https://push.example.org/\r\nX: y",
        "https://push.example.org/a b", "https://пуш.example.org/x", "https://push.example.org/" + "x" * 1000,
        "https://[::1", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_what_is_no_plain_https_address_is_refused_before_any_name_is_looked_up(address: str, monkeypatch: Any) -> None:
    def asked(*_args: Any, **_options: Any) -> None:
        raise AssertionError("a name was looked up")

    monkeypatch.setattr(socket, "getaddrinfo", asked)
    with pytest.raises(egress.Refused):
        egress.post(address, b"", {})


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "10.0.0.5", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[::ffff:10.0.0.1]", "[2002:0a00:0001::1]", "[ff02::1]",
    ],
)  # fmt: skip
def test_an_address_of_a_private_network_is_refused(host: str) -> None:
    with pytest.raises(egress.Refused, match="push_address_private"):
        egress.post(f"https://{host}/x", b"", {})


def test_a_name_that_leads_into_the_house_is_refused_whatever_else_it_leads_to(monkeypatch: Any) -> None:
    places = [(2, 1, 6, "", ("8.8.8.8", 443)), (2, 1, 6, "", ("169.254.169.254", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: places)
    with pytest.raises(egress.Refused, match="push_address_private"):
        egress.post("https://push.example.org/x", b"", {})


def test_only_the_services_that_the_operator_named_are_called(settings: Any) -> None:
    settings.PUSH_HOSTS = ["push.example.org"]
    egress.check("https://push.example.org/x")
    egress.check("https://eu.push.example.org/x")
    for other in ("https://push.example.com/x", "https://evilpush.example.org/x", "https://push.example.org.evil.kz/x"):
        with pytest.raises(egress.Refused):
            egress.check(other)
