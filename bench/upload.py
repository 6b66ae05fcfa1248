"""Does a file of 2 GB go up, get checked and come down with constant memory, also when the server is killed midway?

    DATABASE_URL=postgresql://… python bench/upload.py [--size 2048] [--limit 400] [--kill]

Makes its own database beside the named one (`…_upload_bench`) and a storage in a temporary folder, starts the
transfers' listener as `./run` does, sends a film of `--size` megabytes (zeros in a box of MP4) in pieces with their
checksums, has it checked, attaches it and fetches it. Prints tab-separated: step, seconds, MB/s, the most memory of
the serving process (MB) and its limit; exit code 1 when it took more. `--kill`: SIGKILL to the worker at every
quarter; the upload goes on where the last whole piece ended.
"""

from __future__ import annotations

import argparse
import base64
import datetime as dt
import hashlib
import http.client
import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
sys.path.insert(0, str(ROOT))
MB = 1024 * 1024
NOW = dt.datetime(2026, 3, 18, 5, 0, tzinfo=dt.UTC)


def fill() -> None:
    """The law and the demonstration's people, in an empty database."""
    from django.core.management import call_command

    from jariya.kernel.bodies.load import load_bodies, load_invented
    from jariya.kernel.law.loader import load_law
    from jariya.kernel.people.demo import load_demo_people

    call_command("migrate", verbosity=0)
    load_law("kz", now=NOW)
    load_bodies("kz")
    load_invented()
    load_demo_people(NOW)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


class Server:
    """The listener for slow things: one worker, 32 threads."""

    def __init__(self, port: int) -> None:
        self.port = port
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
        command += ["--workers", "1", "--blocking-threads", "32", "--respawn-failed-workers", "--no-ws"]
        self.process = subprocess.Popen([*command, "jariya.project.wsgi:application"], cwd=ROOT)
        self.wait()

    def wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                if self.ask("GET", "/healthz").status == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the server does not start")

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=600)
        connection.request(method, path, body, headers)
        return connection.getresponse()

    def workers(self) -> list[int]:
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(one) for one in found]

    def peak(self) -> float:
        """The most memory a worker has had, in MB, without pages of files."""
        most = 0.0
        for pid in self.workers():
            text = Path(f"/proc/{pid}/status").read_text()
            most = max(most, int(re.search(r"VmHWM:\s+(\d+)", text).group(1)) / 1024)  # type: ignore[union-attr]
        return most

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


class Person:
    """A browser that is signed in."""

    def __init__(self, server: Server) -> None:
        self.server, self.cookies = server, {}
        page = self.ask("GET", "/en/sign-in/demo/")
        token = re.search(rb'csrfmiddlewaretoken" value="([^"]+)"', page.read()).group(1).decode()  # type: ignore[union-attr]
        form = urlencode({"handle": "demo-citizen-1", "csrfmiddlewaretoken": token}).encode()
        done = self.ask("POST", "/en/sign-in/demo/", form, **{"Content-Type": "application/x-www-form-urlencoded"})
        assert done.status == 302, (done.status, done.read()[:500])

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> http.client.HTTPResponse:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **headers}
        if "csrftoken" in self.cookies:
            headers["X-CSRFToken"] = self.cookies["csrftoken"]
        answer = self.server.ask(method, path, body, **headers)
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer


def film(size: int, piece: int):  # type: ignore[no-untyped-def]
    """A film of `size` bytes in pieces: a head, and one box of zeros."""
    head = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
    head += (1).to_bytes(4, "big") + b"mdat" + (size - len(head)).to_bytes(8, "big")
    sent = 0
    while sent < size:
        count = min(piece, size - sent)
        yield sent, (head + bytes(count - len(head)) if sent == 0 else bytes(count))
        sent += count


def send(person: Person, size: int, kill: bool) -> str:
    """Send a film; returns the word of its upload."""
    body = json.dumps({"name": "meeting.mp4", "size": size}).encode()
    said = person.ask("POST", "/files/uploads", body, **{"Content-Type": "application/json"})
    state = json.loads(said.read())
    assert said.status == 201, state
    deaths = [size * quarter // 4 for quarter in (1, 2, 3)] if kill else []
    place = f"/files/uploads/{state['token']}"
    for start, piece in film(size, state["piece"]):
        if deaths and start >= deaths[0]:
            deaths.pop(0)
            for pid in person.server.workers():
                os.kill(pid, signal.SIGKILL)
        sum_ = base64.b64encode(hashlib.sha256(piece).digest()).decode()
        for _try in range(100):
            try:
                headers = {"Upload-Offset": str(start), "Upload-Checksum": f"sha256 {sum_}"}
                done = person.ask("PATCH", place, piece, **headers)
                done.read()
                if done.status == 200:
                    break
                at = int(person.ask("HEAD", place)["Upload-Offset"])
                if at == start + len(piece):
                    break
            except (OSError, http.client.HTTPException):
                time.sleep(0.2)
        else:
            raise SystemExit("a piece never arrived")
    return str(state["token"])


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--size", type=int, default=2048)
    arguments.add_argument("--limit", type=int, default=400)
    arguments.add_argument("--kill", action="store_true")
    chosen = arguments.parse_args()
    from bench.desk import database

    os.environ["DATABASE_URL"] = database()
    os.environ |= {"JARIYA_MODE": "demo", "DJANGO_SETTINGS_MODULE": "jariya.project.settings", "JARIYA_CLAMD": ""}
    good = True
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JARIYA_FILES_STORAGE_OPTIONS"] = json.dumps({"location": folder})
        port = free_port()
        os.environ["JARIYA_PUBLIC_URL"] = f"http://localhost:{port}"
        import django

        django.setup()
        fill()
        server = Server(port)

        def say(step: str, began: float, peak: float, size: int) -> None:
            nonlocal good
            seconds = time.monotonic() - began
            good = good and peak < chosen.limit
            print(f"{step}\t{seconds:.1f}\t{size / MB / seconds:.0f}\t{peak:.0f}\t{chosen.limit}", flush=True)

        try:
            person, size = Person(server), chosen.size * MB
            print("step\tseconds\tMB/s\tmemory\tlimit")
            send(person, MB, kill=False)
            before = server.peak()
            print(f"before\t\t\t{before:.0f}\t{chosen.limit}", flush=True)
            began = time.monotonic()
            token = send(person, size, chosen.kill)
            say("upload", began, server.peak(), size)
            checked(token, size, say)
            began = time.monotonic()
            fetched(person, token, size)
            say("download", began, server.peak(), size)
        finally:
            server.stop()
    return 0 if good else 1


def checked(token: str, size: int, say) -> None:  # type: ignore[no-untyped-def]
    """The check, in this process as in a worker's."""
    from jariya.kernel.files import checking
    from jariya.kernel.files.models import Upload

    row = Upload.objects.get(token=token)
    began = time.monotonic()
    state = checking.check(row.file_id, now=lambda: NOW)
    assert state == "ready", state
    say("check", began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, size)


def fetched(person: Person, token: str, size: int) -> None:
    """Attached to a question and downloaded by its asker."""
    from jariya.kernel.bodies.models import Body
    from jariya.kernel.files import actions, checking, queries
    from jariya.kernel.files.models import Upload
    from jariya.kernel.people.models import Person as Account
    from jariya.portals.dialogue import actions as dialogue

    who = Account.objects.get(handle="demo-citizen-1")
    body = Body.objects.get(slug="ulgi-ministry")
    case = dialogue.ask(
        by=who, body=body, title="x", points=["x"], language="kk", public=True, identity="phone", now=NOW
    ).case
    (made,) = actions.attach(case=case, uploads=[Upload.objects.get(token=token)], role="letter", by=who, now=NOW)
    checking.prepare(made.pk, now=NOW)
    (seen,) = queries.of(case, who)
    answer = person.ask("GET", seen.href)
    assert answer.status == 200, answer.status
    found, length = hashlib.sha256(), 0
    while piece := answer.read(MB):
        found.update(piece)
        length += len(piece)
    copy = queries.copy_of(made, "parties")
    assert copy is not None and length == size and found.digest() == bytes(copy.file.digest)


if __name__ == "__main__":
    raise SystemExit(main())
