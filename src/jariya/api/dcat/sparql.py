"""SPARQL over the dump: each question in a process of its own that reads one folder and is killed when it is slow.

The process reads the store, then gives up the right to open anything further (files, sockets), takes at most so much
memory and processor time, and answers on its standard output. `python -m jariya.api.dcat.sparql STORE` is that process.
"""

from __future__ import annotations

import re
import resource
import subprocess  # noqa: S404 - our own interpreter and this module
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

SECONDS = 5
MEMORY = 1024 * 1024 * 1024
ROWS = 10_000
BYTES = 20_000_000
LONGEST = 10_000
AT_ONCE = 2
"""Questions at once in one process of the site; a further one is told to wait."""
_places = threading.BoundedSemaphore(AT_ONCE)

FORMATS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
_GRAPHS = ("ttl", "nt", "rdf")
_ASIDE = re.compile(
    r"""<[^<>"{}|^`\\\s]*>|"{3}.*?"{3}|'{3}.*?'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\#[^\n]*""", re.S
)
_BEYOND = re.compile(r"(?<![?$:\w-])SERVICE(?![\w:-])", re.I)


class Refusal(Exception):
    """A question that is not answered: `code` never changes; `status` of HTTP."""

    def __init__(self, code: str, status: int, what: str = "") -> None:
        super().__init__(code)
        self.code, self.status, self.what = code, status, what


@dataclass(frozen=True)
class Answer:
    """Bytes and their media type."""

    content: bytes
    kind: str


def reaches_out(query: str) -> bool:
    """Whether a question asks another server (SERVICE outside of addresses, strings and comments)."""
    return bool(_BEYOND.search(_ASIDE.sub(" ", query)))


def ask(store: Path, query: str, form: str) -> Answer:
    """Answer a question.

    Args:
        store: folder of the store.
        form: a key of FORMATS; graphs (CONSTRUCT, DESCRIBE) come as Turtle where it is a form for tables.

    Raises:
        Refusal: sparql.too_long, sparql.unreadable, sparql.no_service, sparql.too_slow, sparql.too_much, sparql.busy.
    """
    if len(query) > LONGEST:
        raise Refusal("sparql.too_long", 400)
    if reaches_out(query):
        raise Refusal("sparql.no_service", 400)
    if not _places.acquire(blocking=False):
        raise Refusal("sparql.busy", 503)
    try:
        done = subprocess.run(  # noqa: S603 - no word of the question is an argument
            [sys.executable, "-I", __file__, str(store), form],
            input=query.encode("utf-8", "replace"),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refusal("sparql.too_slow", 422) from None
    finally:
        _places.release()
    kind, _line, content = done.stdout.partition(b"\n")
    if done.returncode == 0 and kind:
        return Answer(content, kind.decode())
    if done.returncode == 3:
        raise Refusal("sparql.unreadable", 400, content.decode("utf-8", "replace")[:500])
    if done.returncode == 4:
        raise Refusal("sparql.too_much", 422)
    # Killed by its limit of processor time or memory.
    raise Refusal("sparql.too_slow" if done.returncode in (-9, -24) else "sparql.too_much", 422)


def main(store: str, form: str) -> int:
    """The process: reads a question from standard input, answers on standard output.

    Returns:
        0: answered; 3: the question cannot be read; 4: the answer is too large.
    """
    import pyoxigraph as ox

    query = sys.stdin.buffer.read().decode()
    opened = ox.Store.read_only(store)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    opened.query("ASK { ?s ?p ?o }")  # every file of the store is open from here on
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    out = sys.stdout.buffer
    try:
        found = opened.query(query)
    except SyntaxError as error:
        out.write(b"-\n" + str(error).encode()[:500])
        return 3
    if isinstance(found, ox.QueryTriples):
        form = form if form in _GRAPHS else "ttl"
        triples = []
        for triple in found:
            triples.append(triple)
            if len(triples) > ROWS:
                return 4
        formats = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdf": ox.RdfFormat.RDF_XML}
        content = ox.serialize(triples, format=formats[form])
    else:
        form = "json" if form in _GRAPHS else form
        tables = {
            "json": ox.QueryResultsFormat.JSON,
            "xml": ox.QueryResultsFormat.XML,
            "csv": ox.QueryResultsFormat.CSV,
            "tsv": ox.QueryResultsFormat.TSV,
        }
        if isinstance(found, ox.QueryBoolean) and form in ("csv", "tsv"):
            form = "json"
        bounded = _Bounded()
        try:
            found.serialize(cast(IO[bytes], bounded), tables[form])
        except _TooMuch:
            return 4
        content = bytes(bounded.held)
    out.write(FORMATS[form].encode() + b"\n" + (content or b""))
    out.flush()
    return 0


class _TooMuch(Exception):
    pass


class _Bounded:
    """Holds what is written, up to BYTES."""

    def __init__(self) -> None:
        self.held = bytearray()

    def write(self, piece: bytes) -> int:
        if len(self.held) + len(piece) > BYTES:
            raise _TooMuch
        self.held += piece
        return len(piece)

    def flush(self) -> None:
        """Nothing waits."""


if __name__ == "__main__":
    code = main(sys.argv[1], sys.argv[2])
    sys.stdout.flush()
    # Nothing is left to tidy up, and the store need not be closed with care.
    import os

    os._exit(code)
