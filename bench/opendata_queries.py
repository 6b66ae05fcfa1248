"""Are questions to a table of a million rows answered as fast as anywhere, and do pages far down cost no more?

    DATABASE_URL=postgresql://… python bench/opendata_queries.py [--rows 1000000] [--times 7] [--alone]

Makes its own database beside the named one (`…_opendata_bench`) and a temporary folder, imports a table of 14 columns
(`bench/opendata.py`), starts the pool and the transfers' listener as `./run` does, and asks by HTTP. Beside it, in the
same run, Datasette over a table that sqlite-utils imported with types detected, a primary key and full-text search;
both are installed from the package index into a virtual environment in that folder (`--alone` leaves them out).
Each kind of question is asked `--times` times with another value each time, so that no total is remembered.

Prints tab-separated: question, milliseconds here (median), milliseconds there, how many times as fast. Then demands:
page 9,000 against page 1 under 1.5; filter with total, and group, faster than Datasette; from the upload to the first
answer within 10 s; every worker under its cap of memory. Exit code 1 when one does not hold.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from ground import ROOT, database, figure, heading, say  # noqa: I001 - it finds the program for the rest
from opendata import made
from upload import NOW, Server, fill, free_port

PAGE = 50
CAP = 1_200
"""Megabytes from which the supervisor ends a worker."""
REGION = "Ұлытау облысы"
Asked = Callable[[int], str]


class Site:
    """Something that answers questions by HTTP."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, path: str) -> bytes:
        """The body of an answer; anything but 200 ends the run."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        link.request("GET", path)
        answer = link.getresponse()
        if answer.status in (301, 302):
            return self.get(str(answer.headers["Location"]))
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{answer.status} at {path}: {body[:300]!r}")
        link.close()
        return body

    def median(self, asked: Asked, times: int) -> float:
        """Milliseconds of one question, the first one not counted."""
        self.get(asked(0))
        found = []
        for number in range(1, times + 1):
            began = time.perf_counter()
            self.get(asked(number))
            found.append(1000 * (time.perf_counter() - began))
        return statistics.median(found)


def imported(source: Path, folder: Path, rows: int) -> tuple[str, float, float]:
    """Import and publish the table. Returns the key of its resource, seconds, megabytes on the disk."""
    from tests.portals.opendata.made import SAID

    from jariya.kernel.bodies.models import Body
    from jariya.portals.opendata import actions, store
    from jariya.portals.opendata.actions import Content, Words
    from jariya.portals.opendata.importing.table import imported as read
    from jariya.portals.opendata.models import ResourceKind

    body = Body.objects.get(slug="ulgi-ministry")
    case = actions.prepare(body=body, description=SAID, slug="bench", by=None, now=NOW).case
    resource = actions.add_resource(case=case, kind=ResourceKind.TABLE, words=Words(title_kk="a"), by=None, now=NOW)
    room = folder / "room"
    room.mkdir()
    began = time.monotonic()
    table = read(source, room)
    parquet = store.kept(table.parquet)
    with source.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").digest()
    content = Content(
        sha256=digest, size=source.stat().st_size, parquet=parquet, rows=table.rows, report=table.as_json()
    )
    actions.publish_version(resource=resource, content=content, by=None, now=NOW)
    return str(resource.key), time.monotonic() - began, store.path_of(parquet).stat().st_size / 2**20


def peer(folder: Path, source: Path) -> tuple[Site, subprocess.Popen[bytes], float, float]:
    """Datasette over the same table. Returns it with seconds of the import and megabytes on the disk."""
    home = folder / "peer"
    say("installing datasette and sqlite-utils")
    subprocess.run([sys.executable, "-m", "venv", home], check=True)
    subprocess.run(
        [home / "bin/pip", "install", "-qq", "--disable-pip-version-check", "datasette", "sqlite-utils"], check=True
    )
    base = folder / "peer.db"
    tool = str(home / "bin/sqlite-utils")
    say("importing there")
    began = time.monotonic()
    load = [tool, "insert", str(base), "t", str(source), "--csv", "--pk", "id", "--silent"]
    subprocess.run(load, check=True, stdout=subprocess.DEVNULL)
    seconds = time.monotonic() - began
    subprocess.run([tool, "enable-fts", str(base), "t", "атауы", "мекенжайы", "облысы"], check=True)
    port = free_port()
    command = [str(home / "bin/datasette"), "serve", str(base), "-p", str(port), "--setting", "sql_time_limit_ms"]
    command += ["120000", "--setting", "max_csv_mb", "0", "--setting", "facet_time_limit_ms", "120000"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    site = Site(port)
    for _try in range(600):
        try:
            site.get("/-/versions.json")
            break
        except OSError:
            time.sleep(0.1)
    return site, process, seconds, base.stat().st_size / 2**20


def questions(key: str, rows: int, marks: dict[str, str]) -> list[tuple[str, Asked, Asked]]:
    """(name, address here, address there)."""
    here = f"/api/v1/opendata/resources/{key}/rows?"
    there = "/peer/t.json?_shape=objects&_extra=count&"

    def ours(**said: Any) -> str:
        return here + urlencode({"limit": PAGE, **said})

    def theirs(**said: Any) -> str:
        return there + urlencode({"_size": PAGE, **said})

    def query(sql: str) -> str:
        return "/peer.json?_shape=objects&" + urlencode({"sql": sql})

    far = rows * 9 // 10
    return [
        ("first page", lambda n: ours(total="false", lang=("kk", "ru")[n % 2]), lambda n: theirs()),
        (
            f"page at row {far:,}",
            lambda n: ours(total="false", after=marks["far"], lang=("kk", "ru")[n % 2]),
            lambda n: theirs(_next=far),
        ),
        (
            "filter and total",
            lambda n: ours(облысы=REGION, саны__gte=n),
            lambda n: theirs(облысы__exact=REGION, саны__gte=n),
        ),
        ("sort by amount", lambda n: ours(sort="-сома", саны__gte=n), lambda n: theirs(_sort_desc="сома", саны__gte=n)),
        (
            "group with sum",
            lambda n: ours(group="облысы", count="", sum="сома", саны__gte=n),
            lambda n: query(f"select облысы, count(*), sum(сома) from t where саны >= {n} group by облысы"),  # noqa: S608
        ),
        (
            "word search",
            lambda n: ours(q=f"{rows // 2 + n}"),
            lambda n: theirs(_search=f"{rows // 2 + n}"),
        ),
        (
            "row by key",
            lambda n: ours(id=rows // 3 + n, limit=1),
            lambda n: f"/peer/t/{rows // 3 + n}.json",
        ),
    ]  # fmt: skip


def readers(site: Site, asked: list[Asked], times: int, count: int = 10) -> tuple[float, float, float]:
    """So many readers at once, each asking all kinds. Returns requests a second, median and p95 in milliseconds."""
    found: list[float] = []
    lock = threading.Lock()

    def one(place: int) -> None:
        for turn in range(times):
            for number, kind in enumerate(asked):
                began = time.perf_counter()
                site.get(kind(1000 + 97 * place + 13 * turn + number))
                with lock:
                    found.append(1000 * (time.perf_counter() - began))

    began = time.monotonic()
    threads = [threading.Thread(target=one, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(found) / (time.monotonic() - began), statistics.median(found), sorted(found)[int(0.95 * len(found))]


def peaks(pid: int) -> list[float]:
    """The most memory each worker has had, in megabytes."""
    found = []
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        text = Path(f"/proc/{child}/status").read_text()
        found.append(int(re.search(r"VmHWM:\s+(\d+)", text)[1]) / 1024)  # type: ignore[index]
    return found


def whole(site: Site, path: str) -> tuple[float, int]:
    """Seconds and bytes of a large answer."""
    began = time.monotonic()
    size = len(site.get(path))
    return time.monotonic() - began, size


def run(folder: Path, rows: int, times: int, alone: bool) -> int:
    """Make, import, ask, compare. Returns how many demands do not hold."""
    from jariya.portals.opendata.querying.pool import client, places
    from jariya.portals.opendata.querying.pool.caching import WORTH

    fill()
    source = folder / "source.csv"
    say(f"writing {rows:,} rows")
    made(source, rows, old=False)
    say("importing here")
    key, seconds, disk = imported(source, folder, rows)
    store = (folder / "opendata").resolve()
    module = "jariya.portals.opendata.querying.pool.supervisor"
    pool = subprocess.Popen([sys.executable, "-m", module, "--store", str(store)])
    while not client.running(store):
        time.sleep(0.05)
    server = Server(free_port())
    site = Site(server.port)
    other: tuple[Site, subprocess.Popen[bytes], float, float] | None = None
    missed = 0
    try:
        base = f"/api/v1/opendata/resources/{key}"
        began = time.monotonic()
        site.get(f"{base}/rows?limit={PAGE}")
        queryable = seconds + time.monotonic() - began
        while rows >= WORTH and not any(places.caches(store).glob("*.duckdb")):
            time.sleep(0.1)
        caching = time.monotonic() - began
        other = None if alone else peer(folder, source)
        figure("what", "here", "Datasette", "times as fast")
        figure(
            "import to first answer, s", queryable, other[2] if other else "-", other[2] / queryable if other else "-"
        )
        cache = sum(one.stat().st_size for one in places.caches(store).glob("*")) / 2**20
        figure("disk, MB (file sent)", source.stat().st_size / 2**20)
        figure("disk, MB (table)", disk, other[3] if other else "-")
        figure("disk, MB (disposable cache)", cache, "-")
        figure("seconds until the cache", caching, "-")
        from jariya.portals.opendata.models import Version
        from jariya.portals.opendata.querying import compiling
        from jariya.portals.opendata.querying.asking import Ask
        from jariya.portals.opendata.querying.engine import shape_of

        shape = shape_of(Version.objects.get(resource__key=key))
        marks = {"far": compiling.token(Ask(), shape, row=rows * 9 // 10)}
        asked = questions(key, rows, marks)
        here, there = {}, {}
        for name, ours, theirs in asked:
            here[name] = site.median(ours, times)
            there[name] = other[0].median(theirs, times) if other else 0.0
            figure(f"{name}, ms", here[name], there[name] or "-", there[name] / here[name] if other else "-")
        ratio = here[asked[1][0]] / here[asked[0][0]]
        figure("page at nine tenths against the first page", f"{ratio:.2f}")
        made_first, size = whole(site, f"{base}/versions/1/table.csv")
        again, _size = whole(site, f"{base}/versions/1/table.csv")
        filtered, _size = whole(site, f"{base}/rows?format=csv&" + urlencode({"саны__gte": 0}))
        csv_there = whole(other[0], "/peer/t.csv?_stream=on&_size=max")[0] if other else 0.0
        figure("whole CSV, made and sent, s", made_first, csv_there or "-", csv_there / made_first if other else "-")
        figure("whole CSV, sent again, s", again, "-", f"{size / 2**20:.0f} MB")
        figure("all rows by a filter as CSV, s", filtered)
        mixed = [ours for _name, ours, _theirs in asked]
        figure("ten readers: requests/s, median ms, p95 ms", *readers(site, mixed, max(1, times // 3)))
        if other:
            mixed = [theirs for _name, _ours, theirs in asked]
            figure("ten readers of Datasette", *readers(other[0], mixed, max(1, times // 3)))
        most = max(peaks(pool.pid))
        figure("most memory of a worker, MB", most, CAP)
        demands = {
            "page 9,000 against page 1 < 1.5": ratio < 1.5,
            "upload to queryable <= 10 s": queryable <= 10,
            "memory under the cap": most < CAP,
        }
        if other:
            demands |= {f"{name} faster": here[name] < there[name] for name in ("filter and total", "group with sum")}
        for demand, held in demands.items():
            figure("holds" if held else "DOES NOT HOLD", demand)
            missed += not held
    finally:
        server.stop()
        pool.terminate()
        pool.wait(timeout=20)
        if other:
            other[1].terminate()
            other[1].wait(timeout=20)
    return missed


def main() -> int:
    """Measure in a database and a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--alone", action="store_true")
    told = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    folder = Path(tempfile.mkdtemp(prefix="bench-opendata-"))
    os.environ["JARIYA_VAR"] = str(folder)
    os.environ["JARIYA_TRANSFERS_URL"] = ""
    try:
        heading()
        with database("opendata_bench") as name:
            os.environ["DATABASE_URL"] = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + "/" + name
            return 1 if run(folder, told.rows, told.times, told.alone) else 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
