"""The parts of a running installation: their commands, ports and environment."""

from __future__ import annotations

import base64
import os
import secrets
import signal
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, fields
from pathlib import Path

from jariya.launch import ports, processes
from jariya.launch.place import Place, write_private
from jariya.launch.postgres.cluster import Cluster
from jariya.launch.say import Trouble
from jariya.launch.supervising import Part

DEFAULT_PORT = 8000


@dataclass(frozen=True)
class Addresses:
    """Ports of the parts, all on 127.0.0.1."""

    pages: int
    transfers: int
    smtp: int
    mail: int
    sms: int
    authority: int
    ncalayer: int
    signer: int
    identity: int
    witness: int
    appeals: int
    replies: int


def choose(pages: int) -> Addresses:
    """Free ports for all parts, from the pages' port upwards, so that they are the same at every start."""
    used = {pages}
    found = []
    for distance in range(1, len(fields(Addresses))):
        port = ports.first_free(pages + distance, besides=used)
        used.add(port)
        found.append(port)
    return Addresses(pages, *found)


def secret(place: Place, name: str) -> str:
    """A random secret of this installation, made at first use and kept in var/secrets, readable by the owner alone."""
    file = place.var / "secrets" / name
    if not file.is_file() or len(file.read_text().strip()) < 40:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(file, secrets.token_urlsafe(50) + "\n")
    return file.read_text().strip()


def kek(place: Place) -> str:
    """The key-encryption key of this installation, `1:base64`, made at first use and kept in var/secrets/kek."""
    file = place.var / "secrets" / "kek"
    if not file.is_file() or ":" not in file.read_text():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(file, f"1:{base64.b64encode(secrets.token_bytes(32)).decode()}\n")
    return file.read_text().strip()


def variables(place: Place, database: str, at: Addresses | None = None) -> dict[str, str]:
    """What the program reads from its environment, see docs/operators.md."""
    mode = os.environ.get("JARIYA_MODE", "")
    found = {
        "DATABASE_URL": database,
        "JARIYA_MODE": mode if mode in ("demo", "test") else "demo",
        "JARIYA_VAR": str(place.var),
        "JARIYA_SECRET_KEY": os.environ.get("JARIYA_SECRET_KEY") or secret(place, "key"),
        "JARIYA_KEK": os.environ.get("JARIYA_KEK") or kek(place),
    }
    if at is not None:
        found |= {
            "JARIYA_PUBLIC_URL": f"http://localhost:{at.pages}",
            "JARIYA_TRANSFERS_URL": f"http://localhost:{at.transfers}",
            "JARIYA_SMTP_HOST": "127.0.0.1",
            "JARIYA_SMTP_PORT": str(at.smtp),
            "JARIYA_MAIL_VIEW": f"http://localhost:{at.mail}",
            "JARIYA_MAIL_DOMAIN": "localhost",
            "JARIYA_SMS_URL": f"http://127.0.0.1:{at.sms}/send",
            "JARIYA_SMS_VIEW": f"http://localhost:{at.sms}",
        }
        found |= {
            "JARIYA_APPEALS_URL": f"http://127.0.0.1:{at.appeals}",
            "JARIYA_APPEALS_VIEW": f"http://localhost:{at.appeals}",
        }
        found |= signature(place, at) | identity(place, at) | record(at)
    return found


def identity(place: Place, at: Addresses) -> dict[str, str]:
    """The TEST identity service of the state, see docs/adapters/oidc.md."""
    return {
        "OIDC_EGOV_ISSUER": f"http://localhost:{at.identity}",
        "OIDC_EGOV_CLIENT_ID": "jariya-demo",
        "OIDC_EGOV_CLIENT_SECRET": secret(place, "oidc"),
    }


def record(at: Addresses) -> dict[str, str]:
    """The witness of the demonstration, which cosigns the public record, see docs/log.md."""
    return {"JARIYA_WITNESSES": f"http://127.0.0.1:{at.witness}"}


def signature(place: Place, at: Addresses) -> dict[str, str]:
    """The services of the electronic signature: the TEST authority and the TEST programs, see docs/adapters/eds.md."""
    services = f"http://127.0.0.1:{at.authority}"
    lists = [f"{services}/crl/nca_{word}{kind}.crl" for kind in ("gost", "rsa") for word in ("", "d_")]
    return {
        "EDS_PROFILE": "test",
        "EDS_TRUST_DIR": str(place.var / "testca" / "trust"),
        "EDS_OCSP_URL": f"{services}/ocsp/",
        "EDS_CRL_URLS": ",".join(lists),
        "EDS_TSP_URL": f"{services}/tsp/",
        "EDS_NCALAYER_URL": f"ws://127.0.0.1:{at.ncalayer}",
        "EGOV_MOBILE_URL": f"http://127.0.0.1:{at.signer}/mobile",
        "JARIYA_AUTHORITY_VIEW": f"http://localhost:{at.authority}",
        "JARIYA_SIGNER_VIEW": f"http://localhost:{at.signer}",
    }


def environment(place: Place, values: dict[str, str]) -> dict[str, str]:
    """The environment of a part: the person's own, without what would change our Python, with `values`."""
    # PYTHONDONTWRITEBYTECODE, common in containers, would compile every module at every start.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | values | {processes.TOKEN: str(place.var), "PYTHONUNBUFFERED": "1"}


def web(place: Place, env: dict[str, str], at: Addresses) -> Part:
    """Pages: as many workers as cores, two threads each."""
    return _granian(place, env, "web", at.pages, workers=max(1, min(os.cpu_count() or 1, 8)), threads=2)


def transfers(place: Place, env: dict[str, str], at: Addresses) -> Part:
    """Slow things (uploads, downloads, exports): with one pool, six slow downloads stopped every page."""
    return _granian(place, env, "transfers", at.transfers, workers=1, threads=32)


def _granian(place: Place, env: dict[str, str], name: str, port: int, *, workers: int, threads: int) -> Part:
    command = [str(place.python), "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", str(workers), "--blocking-threads", str(threads), "--respawn-failed-workers"]
    command += ["--workers-kill-timeout", "5s", "--no-ws", "--backlog", "1024"]
    return Part(name, [*command, "jariya.project.wsgi:application"], env, place.log / f"{name}.log")


def others(place: Place, env: dict[str, str], at: Addresses) -> list[Part]:
    """The job worker, the sequencer of petitions, the local mail sink and the door for replies, simulators, the TEST
    authority, its programs."""
    mail = [str(place.python), "-m", "jariya.project.mailsink", "--smtp", str(at.smtp), "--web", str(at.mail)]
    mail += ["--replies", str(at.replies)]
    replies = [str(place.jariya), "mail", "listen", "--port", str(at.replies)]
    sms = [str(place.python), "-m", "jariya.project.smssink", "--web", str(at.sms)]
    appeals = [str(place.python), "-m", "jariya.project.appealsink", "--web", str(at.appeals)]
    parts = [
        Part("mail", mail, env, place.log / "mail.log"),
        Part("replies", replies, env, place.log / "replies.log"),
        Part("sms", sms, env, place.log / "sms.log"),
        Part("appeals", appeals, env, place.log / "appeals.log"),
        *signing(place, env, at),
        witness(place, env, at),
        tables(place, env),
    ]
    if (place.root / "src/jariya/project/cli/worker.py").is_file():
        parts.append(Part("worker", [str(place.jariya), "worker", "--patience", "5"], env, place.log / "worker.log"))
        parts.append(Part("sequencer", [str(place.jariya), "sequencer"], env, place.log / "sequencer.log"))
    return parts


def tables(place: Place, env: dict[str, str]) -> Part:
    """The workers that answer questions to tables of open data, see docs/decisions/0032-questions-apart.md."""
    command = [str(place.python), "-m", "jariya.portals.opendata.querying.pool.supervisor"]
    return Part("tables", [*command, "--store", str(place.var / "opendata")], env, place.log / "tables.log")


def witness(place: Place, env: dict[str, str], at: Addresses) -> Part:
    """A witness of the public record; that of a demonstration believes the keys its own site shows first."""
    command = [str(place.python), "-m", "jariya.kernel.record.witness_server", "--port", str(at.witness)]
    command += ["--folder", str(place.var / "record" / "witness"), "--name", "localhost/witness"]
    return Part("witness", [*command, "--follow", f"http://127.0.0.1:{at.pages}"], env, place.log / "witness.log")


def signing(place: Place, env: dict[str, str], at: Addresses) -> list[Part]:
    """The TEST authority's services, NCALayer, eGov Mobile and the state's identity service of the demonstration."""
    program = [str(place.python), "-m", "jariya.kernel.signing.soft"]
    authority = [*program[:2], "jariya.kernel.signing.soft.authority_app", "--port", str(at.authority)]
    signer = [*program, "--ncalayer", str(at.ncalayer), "--web", str(at.signer)]
    identity = [*program[:2], "jariya.kernel.signing.testidp", "--port", str(at.identity)]
    return [
        Part("authority", authority, env, place.log / "authority.log"),
        Part("signer", signer, env, place.log / "signer.log"),
        Part("identity", identity, env, place.log / "identity.log"),
    ]


def postgres(cluster: Cluster) -> Part:
    """The database as a part: already started by `cluster.start()`, started again with a repair when it dies."""

    def again() -> subprocess.Popen[bytes]:
        cluster.repair()
        if ports.taken(cluster.port):
            raise Trouble("port_taken", port=cluster.port, other=cluster.port + 1)
        return cluster.launch()

    part = Part("postgres", cluster.command(), {}, cluster.log, gently=signal.SIGINT, patience=20)
    part.starter = again
    part.process = cluster.process
    part.since = time.monotonic()
    return part


def answers(port: int, path: str = "/") -> int:
    """The HTTP status at `path`, 0 when nothing answers."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Language": "kk"})
    try:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)
        with opener.open(request, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, ValueError):
        return 0


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        """A redirect is an answer."""
        return


def migrations(folder: Path) -> list[Path]:
    """Migration files of the program, whose contents decide whether to migrate again."""
    return sorted(file for file in folder.glob("**/migrations/*.py") if "__pycache__" not in file.parts)
