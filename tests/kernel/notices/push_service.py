"""A push service and the browsers behind it: real HTTP, and messages opened with the browser's own key."""

from __future__ import annotations

import base64
import json
import os
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def opened(body: bytes, key: ec.EllipticCurvePrivateKey, auth: bytes) -> bytes:
    """What a browser reads (RFC 8291 and 8188 from the receiver's side)."""
    salt, length = body[:16], body[20]
    sender, sealed = body[21 : 21 + length], body[21 + length :]

    def derived(secret: bytes, salt: bytes, info: bytes, size: int) -> bytes:
        return HKDF(algorithm=hashes.SHA256(), length=size, salt=salt, info=info).derive(secret)

    shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
    secret = derived(shared, auth, b"WebPush: info\x00" + point(key) + sender, 32)
    content_key = derived(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = derived(secret, salt, b"Content-Encoding: nonce\x00", 12)
    text = AESGCM(content_key).decrypt(nonce, sealed, None).rstrip(b"\x00")
    assert text.endswith(b"\x02"), "the mark of the last record"
    return text[:-1]


class Browser:
    """A subscription of one browser at the service."""

    def __init__(self, service: PushService, name: str) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.auth = os.urandom(16)
        self.name = name
        self.endpoint = f"{service.url}/push/{name}"
        self.messages: list[dict[str, Any]] = []
        self.headers: list[Any] = []
        self.answers: list[int] = []

    def fields(self) -> dict[str, str]:
        return {"endpoint": self.endpoint, "key": b64(point(self.private)), "auth": b64(self.auth)}


class PushService:
    """`browser(name)` subscribes one; a browser's `answers` are statuses of its next messages instead of 201."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.browsers: dict[str, Browser] = {}
        self.requests = 0
        self.unasked: list[str] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service.requests += 1
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = service.receive(self.path, body, self.headers)
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_GET(self) -> None:
                service.unasked.append(self.path)
                self.send_error(404)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        port = self.server.server_address[1]
        self.url = f"https://localhost:{port}" if tls else f"http://127.0.0.1:{port}"

    def browser(self, name: str) -> Browser:
        self.browsers[name] = Browser(self, name)
        return self.browsers[name]

    def receive(self, path: str, body: bytes, headers: Any) -> int:
        browser = self.browsers.get(path.removeprefix("/push/"))
        if browser is None:
            return 404
        if not self.signed(headers["Authorization"]):
            return 403
        if browser.answers:
            return browser.answers.pop(0)
        browser.messages.append(json.loads(opened(body, browser.private, browser.auth)))
        browser.headers.append(headers)
        return 201

    def signed(self, value: str) -> bool:
        """RFC 8292: the token is for this origin and signed by the key it names."""
        token, key = value.removeprefix("vapid t=").split(", k=")
        head, claims, signature = token.split(".")
        raw = unb64(signature)
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unb64(key))
        numbers = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        try:
            public.verify(numbers, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        self.claims = json.loads(unb64(claims))
        return json.loads(unb64(head)) == {"typ": "JWT", "alg": "ES256"} and self.claims["aud"] == self.url

    def __enter__(self) -> PushService:
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *args: object) -> None:
        self.server.shutdown()
        self.server.server_close()
