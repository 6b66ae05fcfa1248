#!/usr/bin/env python3
"""An example of a body's own system at the API of Jariya. One file, the standard library alone: copy it.

    JARIYA_TOKEN=... python3 example.py https://SITE [--place FILE]

It reads what changed since it last looked, takes each new letter over, and prints what it would answer by when. The
place up to which it has read is kept in a file, written only after a change was dealt with: killed anywhere, it deals
with that change again, and the key of the deed, made of the letter and its version, lets nothing happen twice.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

Answer = dict[str, Any]
SECONDS = 30
TRIES = 5


class Refused(Exception):
    """The other side said no: a stable code, what happened, what to do, and what was wrong by field."""

    def __init__(self, status: int, said: Answer) -> None:
        super().__init__(f"{status} {said.get('code', '')}: {said.get('title', '')} {said.get('remedy', '')}".strip())
        self.status, self.code, self.fields = status, said.get("code", ""), said.get("fields", {})


class Jariya:
    """Calls of a body's system. `site`: address without a path; `token`: made at the desk."""

    def __init__(self, site: str, token: str, *, lang: str = "kk", pause: float = 1.0) -> None:
        self.base, self.token, self.lang, self.pause = f"{site.rstrip('/')}/api/v1/desk", token, lang, pause

    def changes(self, after: str = "") -> Iterator[tuple[list[Answer], str]]:
        """Each change since a place, once and in order, with the place behind its page."""
        while True:
            page = self.call("GET", f"/changes?{urlencode({'after': after, 'limit': 200})}")
            after = page["after"]
            yield page["items"], after
            if not page["more"]:
                return

    def letter(self, letter_id: str) -> Answer:
        """A letter with its points, files, terms and the steps that are open now."""
        return self.call("GET", f"/cases/{quote(letter_id)}")

    def do(self, letter_id: str, deed: str, key: str, **said: object) -> Answer:
        """A deed: accept, assign, clarify, extend, forward, answer, signature. `key`: another for each deed."""
        return self.call("POST", f"/cases/{quote(letter_id)}/{deed}", said, {"Idempotency-Key": key})

    def file(self, name: str, content: bytes) -> str:
        """Send a file; the word that `answer` takes in `files`."""
        heads = {"File-Name": quote(name), "Content-Type": "application/octet-stream"}
        return str(self.call("POST", "/files", content, heads)["token"])

    def call(self, method: str, path: str, said: object = None, heads: dict[str, str] | None = None) -> Answer:
        """One call; without an answer, or told to wait, it is made again. Raises Refused."""
        address = f"{self.base}{path}{'&' if '?' in path else '?'}lang={self.lang}"
        body = said if isinstance(said, bytes | None) else json.dumps(said).encode()
        heads = {"Content-Type": "application/json", **(heads or {}), "Authorization": f"Bearer {self.token}"}
        for tried in range(1, TRIES + 1):
            request = urllib.request.Request(address, data=body, headers=heads, method=method)  # noqa: S310
            try:
                with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                    found: Answer = json.loads(answer.read())
                    return found
            except urllib.error.HTTPError as error:
                raw = error.read()
                if error.code != 429 and error.code < 500 or tried == TRIES:
                    raise Refused(error.code, _read(raw)) from None
            except OSError:
                if tried == TRIES:
                    raise
            time.sleep(self.pause * 2**tried)
        raise AssertionError("unreachable")


def _read(raw: bytes) -> Answer:
    try:
        said = json.loads(raw)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def take_over(site: Jariya, place: Path) -> int:
    """Take over every letter that is new to the body; how many changes were dealt with."""
    after = place.read_text().strip() if place.exists() else ""
    dealt = 0
    for items, following in site.changes(after):
        for change in items:
            deal(site, change)
            dealt += 1
        if following:
            written = place.with_suffix(".new")
            written.write_text(following)
            written.replace(place)
    return dealt


def deal(site: Jariya, change: Answer) -> None:
    """One change: a letter that lies with us and waits is taken over and assigned to this system."""
    if not change["here"] or change["state"] != "registered":
        return
    key = f"{change['id']}.{change['version']}"
    try:
        letter = site.letter(change["id"])
        if letter["state"] == "registered":
            site.do(change["id"], "accept", f"{key}.accept")
            letter = site.do(change["id"], "assign", f"{key}.assign")
    except Refused as error:
        # Another was faster, or the letter went on to another body: the next change tells.
        if error.code not in {"lifecycle.not_in_this_state", "lifecycle.changed_meanwhile", "system.no_such_letter"}:
            raise
        return
    due = min((term["due_on"] for term in letter["terms"] if term["kind"] == "answer"), default="?")
    sys.stdout.write(f"{change['id']}\t{letter['state']}\t{due}\n")


def main() -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description="Takes the body's new letters over.")
    parser.add_argument("site")
    parser.add_argument("--place", type=Path, default=Path("jariya.place"))
    chosen = parser.parse_args()
    token = os.environ.get("JARIYA_TOKEN", "")
    if not token:
        sys.stderr.write("JARIYA_TOKEN is empty: a registrar or the head of the body makes a token at the desk.\n")
        return 2
    try:
        take_over(Jariya(chosen.site, token), chosen.place)
    except (Refused, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
