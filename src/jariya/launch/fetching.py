"""Fetches a pip wheel from the index this machine is set up for, by name, checked by SHA-256."""

from __future__ import annotations

import base64
import configparser
import hashlib
import html
import os
import re
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from jariya.launch.place import Place


def indexes() -> Iterator[str]:
    """Addresses of the package indexes of this machine: environment first, then pip's configuration files."""
    for name in ("PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_EXTRA_INDEX_URL"):
        yield from os.environ.get(name, "").split()
    home = Path.home()
    files = [
        Path(os.environ.get("PIP_CONFIG_FILE") or os.devnull),
        home / ".config/pip/pip.conf",
        home / ".pip/pip.conf",
    ]
    for file in (
        *files,
        home / "Library/Application Support/pip/pip.conf",
        Path("/etc/pip.conf"),
        Path("/etc/xdg/pip/pip.conf"),
    ):
        reader = configparser.RawConfigParser()
        try:
            reader.read(file, encoding="utf-8")
        except configparser.Error:
            continue
        for section in ("install", "global"):
            for option in ("index-url", "extra-index-url"):
                yield from reader.get(section, option, fallback="").split()


def _open(address: str) -> bytes:
    bundle = os.environ.get("PIP_CERT") or os.environ.get("SSL_CERT_FILE") or None
    context = ssl.create_default_context(cafile=bundle)
    parts = urllib.parse.urlsplit(address)
    request = urllib.request.Request(parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl())
    if parts.username:  # an index of one's own may ask who comes
        known = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
        request.add_header("Authorization", f"Basic {base64.b64encode(known.encode()).decode()}")
    with urllib.request.urlopen(request, timeout=60, context=context) as answer:
        return bytes(answer.read())


def pip_wheel(place: Place, log: Path) -> Path | None:
    """The pip named in requirements/pip.txt as a wheel in `var/`, None when no index of this machine gives it."""
    lock = (place.root / "requirements" / "pip.txt").read_text()
    hashes = set(re.findall(r"sha256:([0-9a-f]{64})", lock))
    version = re.search(r"^pip==(\S+)", lock, re.M)
    if not version:
        return None
    name = f"pip-{version[1]}-py3-none-any.whl"
    file = place.var / name
    if file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() in hashes:
        return file
    with log.open("a", encoding="utf-8") as out:
        for index in dict.fromkeys(indexes()):
            base = index.rstrip("/") + "/pip/"
            try:
                page = _listing(base)
                links = (html.unescape(link) for link in re.findall(r'href="([^"]+)"', page))
                link = next((link for link in links if link.partition("#")[0].endswith(name)), None)
                content = _open(urllib.parse.urljoin(base, link.partition("#")[0])) if link else b""
            except (OSError, ValueError) as error:  # URLError is an OSError
                out.write(f"pip wheel: {type(error).__name__}\n")  # the address may hold a password: not written
                continue
            if hashlib.sha256(content).hexdigest() in hashes:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
                return file
            out.write("pip wheel: not in this index, or its SHA-256 is another one\n")
    return None


def _listing(base: str) -> str:
    """The index page of pip; a folder on disk has it as index.html."""
    try:
        return _open(base).decode("utf-8", "replace")
    except (urllib.error.URLError, IsADirectoryError):
        if not base.startswith("file:"):
            raise
        return _open(base + "index.html").decode("utf-8", "replace")
