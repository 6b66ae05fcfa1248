"""How fast are the pages at the size of a nation, how many queries has each, what does a bare Django page cost here?

    DATABASE_URL=postgresql://… python bench/pages.py [--questions 50000] [--database NAME] [--seconds 5] [--keep]

Makes a nation in a database of its own (or takes `--database`, which is only read, save for one sign-in), starts the
server as `./run` does (workers = cores, two threads each), and asks for each kind of page: one reader at a time for
p50 and p95, then eight at once for requests a second. The bare page is `/healthz`: a view without a query behind the
same middleware, in the same run. With nginx installed, the same again through a micro-cache of ten seconds.
"""

from __future__ import annotations

import argparse
import os
import random
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ground import ROOT, Clock, database, figure, heading, megabytes, say, use

READERS = 8
WORDS = {
    "kk": ["жол жөндеу", "ауызсу", "балабақша кезегі", "көше жарығы", "жылу төлемі", "дәрігерге жазылу", "Үлгілі ауылы",
           "автобус", "субсидия", "трансформатор"],
    "ru": ["ремонт дороги", "вода по графику", "детский сад", "фонари", "перерасчёт", "запись к врачу", "мусор",
           "инсулин", "пандус", "земельный участок"],
}  # fmt: skip

Page = tuple[str, list[str], bool]
"""Name, addresses to choose from, whether the official's session goes with them."""


def pages() -> list[Page]:
    """What is asked for: addresses of the nation in the database, by chance but always the same."""
    from jariya.kernel.bodies.models import Body
    from jariya.portals.dialogue.models import Question

    rng = random.Random(1)
    last = Question.objects.filter(published_on__isnull=False).order_by("-case_id").values_list("case_id", flat=True)[0]
    found = list(
        Question.objects.visible_to(None)
        .filter(published_on__isnull=False, case_id__in=[rng.randrange(1, last) for _ in range(1500)])
        .values_list("case__public_id", flat=True)[:300]
    )
    slugs = list(Body.objects.filter(invented=True, connected=True).order_by("id").values_list("slug", flat=True))
    some = ["ulgi-ministry", "akimat-ulgi-region", *rng.sample(slugs, min(40, len(slugs)))]
    langs = ("kk", "ru")
    return [
        ("bare", ["/healthz"], False),
        ("front", [f"/{lang}/" for lang in langs], False),
        ("body", [f"/{lang}/bodies/{slug}/" for slug in some for lang in langs], False),
        ("busiest body", ["/kk/bodies/ulgi-ministry/"], False),
        ("punctuality of the busiest", ["/kk/bodies/ulgi-ministry/punctuality/"], False),
        ("questions", [f"/{lang}/questions/" for lang in langs], False),
        ("question", [f"/{lang}/questions/{public_id}/" for public_id in found for lang in langs], False),
        ("search", [f"/{lang}/search/?q={quote(words)}" for lang in langs for words in WORDS[lang]], False),
        ("desk", [f"/{lang}/desk/" for lang in langs], True),
        ("desk, all of it", ["/kk/desk/?when=all", "/kk/desk/?when=late"], True),
    ]


def session() -> str:
    """The cookie of the busiest ministry's officer, signed in by the button of the demonstration."""
    from django.test import Client

    client = Client()
    client.post("/kk/sign-in/demo/", {"handle": "demo-officer-1"})
    return client.cookies["session"].value


def queries(kinds: list[Page], cookie: str) -> dict[str, int]:
    """Queries of each kind of page, once everything that is read once has been read."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    counted = {}
    for name, paths, signed in kinds:
        client = Client()
        if signed:
            client.cookies["session"] = cookie
        client.get(paths[0])
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(paths[0])
        if answer.status_code != 200:
            sys.exit(f"{paths[0]} answered {answer.status_code}")
        counted[name] = len(seen)
    return counted


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def serve(port: int) -> subprocess.Popen[bytes]:
    """The server as `./run` starts it."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
               "--workers", str(os.cpu_count() or 1), "--blocking-threads", "2", "--no-ws", "--backlog", "1024",
               "jariya.project.wsgi:application"]  # fmt: skip
    log = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the server
    server = subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, stdout=log, stderr=log, start_new_session=True
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            # The port is open before a worker is ready: only an answer counts.
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10).close()
            return server
        except OSError:
            if server.poll() is not None:
                log.seek(0)
                sys.exit(log.read().decode(errors="replace"))
            time.sleep(0.1)
    sys.exit("The server did not start within a minute.")


def read(port: int, paths: list[str], cookie: str, *, readers: int, seconds: float, seed: int = 1) -> list[float]:
    """Ask for pages, `readers` at once over kept connections, for some seconds; returns the seconds of each answer."""
    rng = random.Random(seed)
    extra = f"Cookie: session={cookie}\r\n" if cookie else ""
    asked = [
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n{extra}\r\n".encode() for path in paths
    ]
    poll = selectors.DefaultSelector()
    taken: list[float] = []
    for _reader in range(readers):
        line = socket.create_connection(("127.0.0.1", port))
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.sendall(rng.choice(asked))
        poll.register(line, selectors.EVENT_READ, [bytearray(), time.perf_counter()])
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        for key, _mask in poll.select(1):
            line, state = key.fileobj, key.data
            assert isinstance(line, socket.socket)
            got = line.recv(1 << 18)
            if not got:
                sys.exit("The server closed a connection.")
            state[0] += got
            if not _whole(state[0]):
                continue
            taken.append(time.perf_counter() - state[1])
            state[0].clear()
            state[1] = time.perf_counter()
            line.sendall(rng.choice(asked))
    for key in list(poll.get_map().values()):
        key.fileobj.close()  # type: ignore[union-attr]
    return taken


def _whole(answer: bytearray) -> bool:
    head, gap, body = answer.partition(b"\r\n\r\n")
    if not gap:
        return False
    if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 304")):
        sys.exit(head.decode(errors="replace"))
    lowered = bytes(head).lower()
    if b"content-length:" in lowered:
        return len(body) >= int(lowered.split(b"content-length:")[1].split(b"\r\n")[0])
    return bytes(body).endswith(b"0\r\n\r\n")


def share(times: list[float], part: float) -> float:
    """A percentile in milliseconds."""
    return sorted(times)[min(int(len(times) * part), len(times) - 1)] * 1000


def measure(port: int, kinds: list[Page], cookie: str, counted: dict[str, int], seconds: float, way: str) -> None:
    """Print a row for each kind of page."""
    figure("way", "page", "queries", "p50 ms", "p95 ms", "requests/s", "of bare", "p95 ms at eight readers")
    bare = 0.0
    for name, paths, signed in kinds:
        with_cookie = cookie if signed else ""
        read(port, paths, with_cookie, readers=READERS, seconds=min(seconds, 1.5))  # warm: each worker and thread
        alone = read(port, paths, with_cookie, readers=1, seconds=seconds)
        begun = time.perf_counter()
        many = read(port, paths, with_cookie, readers=READERS, seconds=seconds, seed=2)
        rate = len(many) / (time.perf_counter() - begun)
        bare = bare or rate
        figure(way, name, counted[name], share(alone, 0.5), share(alone, 0.95), rate, f"1/{bare / rate:.1f}",
               share(many, 0.95))  # fmt: skip


def nginx(port: int, behind: int, folder: Path) -> subprocess.Popen[bytes] | None:
    """The micro-cache of the stack: ten seconds, one fetches, the others get the old page. None without nginx."""
    program = shutil.which("nginx")
    if program is None:
        return None
    (folder / "nginx.conf").write_text(
        f"""daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes auto;
events {{ worker_connections 1024; }}
http {{ access_log off; proxy_cache_path {folder}/cache keys_zone=pages:10m max_size=200m;
server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://127.0.0.1:{behind}; proxy_http_version 1.1;
proxy_set_header Host $host; proxy_set_header Connection ""; proxy_cache pages; proxy_cache_valid 200 10s;
proxy_cache_key $uri$is_args$args$cookie_view; proxy_cache_lock on; proxy_cache_use_stale updating;
proxy_cache_background_update on; }} }} }}
""",
        encoding="utf-8",
    )
    started = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf")], start_new_session=True)
    time.sleep(1)
    return started


def _stop(*processes: Any) -> None:
    for process in processes:
        if process is not None and process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def run(seconds: float) -> None:
    """Measure over the database that is in use."""
    from jariya.portals.dialogue.models import Question

    figure("questions", Question.objects.count(), "megabytes", megabytes())
    cookie, kinds = session(), pages()
    counted = queries(kinds, cookie)
    port, before = free_port(), free_port()
    server = serve(port)
    cache = None
    try:
        measure(port, kinds, cookie, counted, seconds, "uncached")
        with tempfile.TemporaryDirectory() as folder:
            cache = nginx(before, port, Path(folder))
            if cache is None:
                figure("cached", "nginx is not installed here: not measured")
            else:
                public = [kind for kind in kinds if not kind[2]]
                measure(before, public, cookie, counted, seconds, "micro-cache")
                _stop(cache)
    finally:
        _stop(cache, server)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=50_000)
    parser.add_argument("--database", help="a database that holds a nation; it stays")
    parser.add_argument("--seconds", type=float, default=5.0, help="for each page and way")
    parser.add_argument("--keep", action="store_true", help="leave the database")
    options = parser.parse_args()
    heading()
    if options.database:
        use(options.database)
        run(options.seconds)
        return 0
    with database("pages", keep=options.keep):
        from django.utils import timezone

        from jariya.project import full_nation, nation

        clock, now = Clock(), timezone.now()
        nation.load_ground(now=now, say=say)
        nation.make_small(now=now, seed=1, say=say)
        full_nation.make(now=now, seed=1, say=say, questions=options.questions)
        figure("nation", options.questions, "seconds, processor", *clock.read())
        run(options.seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
