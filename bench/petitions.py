"""How many signatures a second does a petition with millions take over HTTP, and does the count stay true?

python bench/petitions.py [--present 5000000] [--seconds 60] [--whole 20] [--connections 24] [--keep]

(a) full speed with EDS checked before, beside a bare endpoint that inserts and queues, in slices that alternate; then
with whole GOST-512 checks. Limits: 70 % of the bare one, the sequencer at most 5 s behind; at the end the count, the
totals and the replay of the log by verify_petition.py agree. The limit is held against the bare endpoint that does
nothing else: its queue only grows. Ours also empties its queue, counts, signs and publishes on the same cores; so a
second ratio stands beside it, against the bare one whose queue is emptied each second by one DELETE. Both are given by
the clock and by processor time a signature (all parts together), which a busy machine disturbs less.

(b) readers of count.json and of the petition's page while (a) runs. The bulk load before it is measured too: 20,000
signatures a second.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import pickle
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import nullcontext
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.ground import ROOT, Clock, address, database, figure, heading, say  # noqa: E402

SHARE, LAG, LOADED = 0.70, 5.0, 20_000
WAYS = {
    "raw": ("/raw", "bare insert and queue"),
    "drained": ("/raw", "the same, its queue emptied each second"),
    "ours": ("/accept", "signatures, EDS checked before"),
}
FIRST = 500_000_000_000
"""Numbers of those who sign over HTTP; those present are below."""


def main() -> int:
    """Measure; 1 when a limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--present", type=int, default=5_000_000, help="signatures there before")
    parser.add_argument("--seconds", type=int, default=60, help="of signing with EDS checked before")
    parser.add_argument("--whole", type=int, default=20, help="seconds of signing with whole checks; 0: none")
    parser.add_argument("--signatures", type=int, default=200, help="different GOST signatures that are checked")
    parser.add_argument("--readers", type=int, default=15, help="seconds of reading beside signing; 0: none")
    parser.add_argument("--connections", type=int, default=24)
    parser.add_argument("--keep", action="store_true")
    chosen = parser.parse_args()
    heading()
    with tempfile.TemporaryDirectory(prefix="petitions-") as folder:
        os.environ["JARIYA_LOG_STORAGE_OPTIONS"] = json.dumps({"location": f"{folder}/logs"})
        os.environ["JARIYA_LOG_KEY_DIR"] = f"{folder}/keys"
        os.environ["EDS_PROFILE"] = "test"
        with database("petitions", keep=chosen.keep) as name:
            return Run(chosen, Path(folder), name).all()


class Run:
    """One measurement: a petition, its server and its sequencer."""

    def __init__(self, chosen: argparse.Namespace, folder: Path, name: str) -> None:
        self.chosen, self.folder, self.name = chosen, folder, name
        self.url = address().rsplit("/", 1)[0] + "/" + name
        self.number, self.bad, self.accepted = FIRST, 0, 0
        self.parts: dict[str, subprocess.Popen[bytes]] = {}

    def all(self) -> int:
        """Everything, in order."""
        self.petition()
        self.load()
        self.prepare_raw()
        if self.chosen.whole:
            self.make_signatures()
        self.start()
        try:
            self.sign()
            if self.chosen.readers:
                self.read_beside()
            if self.chosen.whole:
                self.sign_whole()
            self.settle()
        finally:
            for part in self.parts.values():
                part.terminate()
            for part in self.parts.values():
                part.wait(20)
        return self.check()

    def petition(self) -> None:
        """A petition to the invented ministry."""
        from django.utils import timezone

        from jariya.kernel.bodies.load import load_bodies, load_invented
        from jariya.kernel.bodies.models import Body
        from jariya.kernel.law.loader import load_law
        from jariya.kernel.lifecycle import ids
        from jariya.kernel.lifecycle.models import Case
        from jariya.portals.petitions.collecting import api
        from jariya.portals.petitions.models import Petition
        from jariya.portals.petitions.texts import Texts

        now = timezone.now()
        load_law("kz", now=now)
        load_bodies("kz")
        load_invented()
        self.case = Case.objects.create(
            public_id=ids.new("P", now.year), kind="petition", state="collecting",
            body=Body.objects.get(slug="ulgi-ministry"), language="kk", opened_at=now, opened_on=now.date(),
            visibility="public",
        )  # fmt: skip
        texts = Texts("kk", "Ауыл жолы", "Дорога в аул", "Ауылға жол салуды сұраймыз. " * 40, "Просим дорогу. " * 40)
        Petition.objects.create(
            case=self.case, addressee=self.case.body, moderated_by=self.case.body, scope="government",
            first_language="kk", text_digest=texts.digest(), submitted_on=now.date(), approved_on=now.date(),
            support_needed=50, opened_at=now, threshold=50_000, threshold_norm="petition.threshold.government",
            **texts.content(),
        )  # fmt: skip
        # Crossed or not, the lifecycle is not what is measured: no threshold of its own.
        api.open(self.case, thresholds={"measured": 50_000}, closes_on=None, now=now)

    def load(self) -> None:
        """Those who signed before."""
        from bench.petitions_server import REGIONS

        from jariya.portals.petitions.collecting import bulk

        start, chance = dt.datetime(2026, 5, 1, tzinfo=dt.UTC), random.Random(1)
        hours = [start + dt.timedelta(hours=n) for n in range(24 * 90)]

        def people() -> Any:
            for n in range(self.chosen.present):
                hour = hours[n * len(hours) // max(1, self.chosen.present)]
                yield bulk.Signer(f"{n:012d}", chance.choice(REGIONS), "Адам А.", hour)

        clock = Clock()
        done = bulk.load(self.case, people(), seed=1)
        wall, cpu = clock.read()
        rate = done / wall if done else 0.0
        figure("bulk load", done, "signatures/s", rate, "cpu s", cpu, "limit", LOADED, "ratio", rate / LOADED)
        self.bad |= bool(done) and rate < LOADED

    def prepare_raw(self) -> None:
        """The bare endpoint's tables: the same columns, key and number of rows."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TABLE raw_signature AS SELECT petition_id, signer_ref, seq, salt, evidence, region, name,"
                " given_at, state FROM collecting_signature"
            )
            cursor.execute("ALTER TABLE raw_signature ADD PRIMARY KEY (petition_id, signer_ref)")
            cursor.execute(
                "CREATE TABLE raw_queued (id bigserial PRIMARY KEY, petition_id bigint NOT NULL, region text NOT NULL,"
                " commitment bytea NOT NULL, name text NOT NULL, given_at timestamptz NOT NULL)"
            )
        connection.set_autocommit(True)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE collecting_signature")
            cursor.execute("VACUUM ANALYZE raw_signature")
            cursor.execute("CHECKPOINT")

    def make_signatures(self) -> None:
        """Real GOST-512 signatures of the TEST authority with OCSP answers; each is checked again and again."""
        from django.utils import timezone

        from jariya.kernel.signing import revocation, testca, verify
        from jariya.kernel.signing.trust import TrustStore

        now, nonce = timezone.now(), b"12345678"
        authority = testca.make(self.folder / "testca", now=now - dt.timedelta(hours=1))
        store = TrustStore.load(Path(authority.trust), profile="test")
        signed = []
        for n in range(self.chosen.signatures):
            manifest = json.dumps({"v": 1, "act": "petition.sign", "id": self.case.public_id, "n": n}).encode()
            cms = authority.person(("citizen-1", "citizen-2")[n % 2]).sign_cms(manifest, at=now)
            leaf, issuer = verify.signer_of(cms, trust=store, at=now)
            asked = revocation.ocsp_request(leaf, issuer, nonce)
            signed.append((cms, manifest, authority.responders.ocsp(asked, now=now)))
        made = {"trust": str(authority.trust), "signed": signed, "at": now, "nonce": nonce}
        (self.folder / "signatures").write_bytes(pickle.dumps(made))

    def start(self) -> None:
        """The server and the sequencer, as processes of their own."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        env = {
            **os.environ, "DATABASE_URL": self.url, "BENCH_PETITION": self.case.public_id,
            "BENCH_PETITION_ID": str(self.case.pk), "BENCH_SIGNATURES": str(self.folder / "signatures"),
            "PYTHONPATH": f"{ROOT}/src:{ROOT}",
        }  # fmt: skip
        command = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
        ]
        command += ["--workers", "2", "--blocking-threads", "6", "--no-ws", "--backlog", "1024"]
        log = (self.folder / "server.log").open("wb")
        self.parts["web"] = subprocess.Popen(
            [*command, "bench.petitions_server:application"], env=env, cwd=ROOT, stdout=log, stderr=log
        )
        code = "import sys; sys.argv = ['jariya', 'sequencer']; from jariya.project.cli import main; main()"
        log = (self.folder / "sequencer.log").open("wb")
        self.parts["sequencer"] = subprocess.Popen(
            [sys.executable, "-c", code], env=env, cwd=ROOT, stdout=log, stderr=log
        )
        for _try in range(600):
            if self.ask("/accept", 1, 1)[0]:
                break
            time.sleep(0.5)
        else:
            sys.exit((self.folder / "server.log").read_text()[-3000:])
        self.ask("/raw", 2, 4)
        self.ask("/accept", 2, 4)

    def ask(self, path: str, seconds: int, connections: int, *, beside: bool = False) -> tuple[int, int, float, float]:
        """Ask an address at full speed: (good, failed, middle time, 99th per cent), seconds."""
        first = self.number
        if not path.startswith("GET:") and not beside:
            self.number += 10_000_000
        command = [sys.executable, str(ROOT / "bench/petitions_client.py"), str(self.port), path, str(seconds)]
        try:
            said = subprocess.run([*command, str(connections), str(first)], capture_output=True, check=True, text=True)
        except subprocess.CalledProcessError:
            return 0, 0, 0.0, 0.0
        good, failed, middle, late, _last = said.stdout.split()
        if path in ("/accept", "/whole"):
            self.accepted += int(good)
        return int(good), int(failed), float(middle), float(late)

    def sign(self) -> None:
        """Bare, bare with its queue emptied, and ours, in slices that alternate: a noisy neighbour meets all three."""
        slices = 6 if self.chosen.seconds >= 30 else 2
        seconds = max(2, self.chosen.seconds // slices)
        sums = {way: [0, 0.0, 0] for way in WAYS}
        late = dict.fromkeys(WAYS, 0.0)
        spent: dict[str, dict[str, float]] = {way: {} for way in WAYS}
        watch = Watch(self)
        with watch:
            for _slice in range(slices):
                for way, (path, _word) in WAYS.items():
                    with Drain() if way == "drained" else nullcontext():
                        before, began = self.cpu(), time.monotonic()
                        good, failed, _middle, tail = self.ask(path, seconds, self.chosen.connections)
                        if way == "ours":
                            # What was signed last still has to be counted: that belongs to these signatures.
                            self.empty()
                        took = seconds if way == "ours" else time.monotonic() - began
                    sums[way][0] += good
                    sums[way][1] += took
                    sums[way][2] += failed
                    late[way] = max(late[way], tail)
                    for part, used in self.cpu().items():
                        spent[way][part] = spent[way].get(part, 0.0) + used - before.get(part, 0.0)
        rates = {way: done / wall for way, (done, wall, _failed) in sums.items()}
        costs = {}
        for way, (_path, word) in WAYS.items():
            done = int(sums[way][0])
            costs[way] = sum(spent[way].values()) * 1e6 / max(1, done)
            figure(word, done, "a second", rates[way], "failed", sums[way][2], "p99 ms", late[way] * 1000)
            figure("  cpu s", *(f"{part} {used:.1f}" for part, used in sorted(spent[way].items())),
                   "us of processor each", costs[way])  # fmt: skip
        for way, word in (("raw", "ours of the bare one"), ("drained", "ours of the bare one with its queue emptied")):
            ratio = rates["ours"] / rates[way] if rates[way] else 0.0
            limit = ("limit", SHARE) if way == "raw" else ()
            figure(word, f"{ratio:.2f}", "by processor", f"{costs[way] / max(1.0, costs['ours']):.2f}", *limit)
        figure("sequencer behind, s", f"{watch.most:.1f}", "limit", LAG)
        short = rates["ours"] < SHARE * rates["raw"]
        self.bad |= short or watch.most >= LAG or sums["ours"][2] > 0

    def empty(self) -> None:
        """Until nothing waits to be counted."""
        from jariya.portals.petitions.collecting import sequencer

        began = time.monotonic()
        while sequencer.waiting_logs() and time.monotonic() - began < 120:
            time.sleep(0.2)

    def read_beside(self) -> None:
        """Readers of the number and of the page, while people sign."""
        name = self.case.public_id.lower()
        for path in (f"GET:/log/{name}/count.json", f"GET:/kk/petitions/{self.case.public_id}/"):
            self.warm(path[4:])
            done: list[Any] = []
            signing = threading.Thread(
                target=lambda found=done: found.append(self.ask("/accept", self.chosen.readers, 8))
            )
            signing.start()
            good, failed, middle, late = self.ask(path, self.chosen.readers, 8)
            signing.join()
            figure("readers of", path[4:].replace(self.case.public_id, "…").replace(name, "…"), "a second",
                   good / self.chosen.readers, "failed", failed, "median ms", middle * 1000, "p99 ms", late * 1000,
                   "signatures a second beside", done[0][0] / self.chosen.readers)  # fmt: skip

    def warm(self, path: str) -> None:
        """The first pages load the whole application in each worker: that is not what readers of a hot page meet."""
        for _try in range(6):
            request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Host": "localhost"})
            try:
                with urllib.request.urlopen(request, timeout=120) as answer:
                    answer.read()
            except OSError as error:
                say(f"{path.partition('?')[0][:12]}: {error}")

    def sign_whole(self) -> None:
        """With the whole check of each signature."""
        before = self.cpu()
        good, failed, middle, late = self.ask("/whole", self.chosen.whole, 8)
        figure("signatures, whole GOST-512 check", good, "a second", good / self.chosen.whole, "failed", failed,
               "p99 ms", late * 1000)  # fmt: skip
        figure("  cpu s", *(f"{part} {used - before.get(part, 0.0):.1f}" for part, used in sorted(self.cpu().items())))
        self.bad |= failed > 0

    def settle(self) -> None:
        """Until the queue is empty and the last checkpoint published."""
        began = time.monotonic()
        self.empty()
        time.sleep(1.5)
        figure("queue empty after, s", time.monotonic() - began)

    def check(self) -> int:
        """Count, totals, rows and the stranger's replay."""
        from jariya.portals.petitions.collecting import api
        from jariya.portals.petitions.collecting.models import Signature
        from jariya.portals.petitions.collecting.script import whole

        log = self.folder / "logs" / api.log_name(self.case)
        count, totals = api.count(self.case).count, sum(api.tallies(self.case).values())
        rows = Signature.objects.filter(petition_id=self.case.pk).count()
        shown = json.loads((log / "count.json").read_text())["count"]
        program = self.folder / "verify_petition.py"
        program.write_bytes(whole())
        clock = Clock()
        said = subprocess.run(
            [sys.executable, str(program), str(log), "--json", "--quiet"], capture_output=True, text=True
        )
        replay = json.loads(said.stdout)
        wall, _cpu = clock.read()
        # `accepted` counts answers; one whose connection was cut may be there without an answer.
        agree = count == totals == rows == shown == replay.get("count") and count == self.chosen.present + self.accepted
        figure("count", count, "totals", totals, "rows", rows, "count.json", shown, "replay", replay.get("count"),
               "present + answered", self.chosen.present + self.accepted, "agree", agree)  # fmt: skip
        figure("verify_petition.py", "exit", said.returncode, "seconds", wall, replay.get("code", ""))
        size = sum(file.stat().st_size for file in log.rglob("*") if file.is_file())
        figure("log on disk, MB", size / 2**20, "bytes a signature", size / max(1, count))
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_table_size('collecting_signature'), pg_indexes_size('collecting_signature')")
            table, indexes = cursor.fetchone()
        figure("table, MB", table / 2**20, "indexes, MB", indexes / 2**20, "bytes a signature",
               (table + indexes) / max(1, rows))  # fmt: skip
        self.bad |= not agree or said.returncode != 0
        return int(self.bad)

    def cpu(self) -> dict[str, float]:
        """Processor seconds so far by part: web, sequencer, clients, the database's processes of this database."""
        found = {name: _tree(part.pid) for name, part in self.parts.items()}
        found["clients"] = sum(os.times()[2:4])
        found["database"] = sum(_own(pid) for pid in self.backends())
        return found

    def backends(self) -> list[int]:
        """The database's processes, when it runs on this machine."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() OR backend_type IN"
                " ('walwriter', 'checkpointer', 'background writer')"
            )
            return [pid for (pid,) in cursor.fetchall()]


class Drain:
    """Empties the bare endpoint's queue once a second, as a sequencer that counts nothing would."""

    def __enter__(self) -> None:
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._empty)
        self.thread.start()

    def __exit__(self, *_error: object) -> None:
        self.stop.set()
        self.thread.join()

    def _empty(self) -> None:
        from django.db import connection

        while not self.stop.wait(1.0):
            with connection.cursor() as cursor:
                cursor.execute(
                    "DELETE FROM raw_queued WHERE ctid = ANY"
                    "(ARRAY(SELECT ctid FROM raw_queued ORDER BY id LIMIT 20000))"
                )
        connection.close()


class Watch:
    """How far the sequencer is behind, asked twice a second by a connection of its own."""

    def __init__(self, run: Run) -> None:
        self.run, self.most, self.stop = run, 0.0, threading.Event()

    def __enter__(self) -> Watch:
        self.thread = threading.Thread(target=self._look)
        self.thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop.set()
        self.thread.join()

    def _look(self) -> None:
        from django.db import connection
        from django.utils import timezone

        from jariya.portals.petitions.collecting import sequencer

        while not self.stop.wait(0.5):
            self.most = max(self.most, sequencer.lag(now=timezone.now()))
        connection.close()


_TICK = os.sysconf("SC_CLK_TCK")


def _own(pid: int) -> float:
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(words[11]) + int(words[12])) / _TICK


def _tree(pid: int) -> float:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        children = []
    return _own(pid) + sum(_tree(int(child)) for child in children)


if __name__ == "__main__":
    sys.exit(main())
