"""A small witness: C2SP tlog-witness `add-checkpoint`. Knows a few logs, cosigns what only grows, forgets nothing.

State is a folder: `witness.key` (its signing key), `witness.vkey`, `logs/*.vkey` (keys of logs it trusts) and `seen/`
(the largest checkpoint of each log). A checkpoint is on the disk before its cosignature leaves. Free of Django.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from jariya.kernel.record import note, tree
from jariya.kernel.record.checkpoint import Checkpoint, open_checkpoint
from jariya.kernel.record.disk import write_durably
from jariya.kernel.record.note import NoteError, Signer, Verifier

MOST_PROOF = 63
MOST_BODY = 1_000_000
SIZE_TYPE = "text/x.tlog.size"
TEXT_TYPE = "text/plain; charset=utf-8"
_LENGTH = re.compile(rb"0|[1-9]\d{0,6}")
_STATUS = re.compile(rb"([1-5]\d\d) (0|[1-9]\d{0,6})")
_OLD = re.compile(r"old (0|[1-9]\d{0,18})", re.ASCII)


@dataclass(frozen=True)
class Answer:
    """An HTTP answer of the witness."""

    status: int
    body: bytes
    content_type: str = TEXT_TYPE


@dataclass
class Witness:
    """A witness over its folder.

    Args:
        folder: where its state lives.
        now: POSIX seconds, for the cosignature's time.
        find: gives vkey lines for an unknown origin, or nothing; used by the demonstration alone.
    """

    folder: Path
    now: Callable[[], int] = field(default=lambda: int(time.time()))
    find: Callable[[str], list[str]] | None = None

    @classmethod
    def make(cls, folder: Path, name: str) -> Witness:
        """Open a witness's folder; its key is made at first use."""
        for part in (folder, folder / "logs", folder / "seen"):
            part.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = folder / "witness.key"
        if not key.exists():
            write_durably(key, Signer.new(name, note.COSIGNATURE).line().encode() + b"\n", private=True)
        found = cls(folder)
        write_durably(folder / "witness.vkey", found.vkey.encode() + b"\n")
        return found

    @property
    def signer(self) -> Signer:
        """The signing key."""
        return Signer.parse((self.folder / "witness.key").read_text().strip())

    @property
    def vkey(self) -> str:
        """The key line that those who check are given."""
        return self.signer.verifier.line()

    def trust(self, vkey: str) -> Verifier:
        """Trust a log's key for its origin, beside the keys trusted already."""
        verifier = Verifier.parse(vkey)
        file = self.folder / "logs" / f"{_safe(verifier.name)}-{verifier.id.hex()}.vkey"
        write_durably(file, verifier.line().encode() + b"\n")
        return verifier

    def keys(self, origin: str) -> list[Verifier]:
        """Keys trusted for an origin."""
        # By name: with thousands of logs each request would read every other log's key.
        files = sorted((self.folder / "logs").glob(f"{_safe(origin)}-*.vkey"))
        found = [Verifier.parse(file.read_text()) for file in files]
        own = [verifier for verifier in found if verifier.name == origin and verifier.kind == note.ED25519]
        if not own and self.find is not None:
            own = [self.trust(line) for line in self.find(origin) if Verifier.parse(line).name == origin]
        return own

    def seen(self, origin: str) -> Checkpoint | None:
        """The largest checkpoint cosigned for an origin."""
        try:
            return Checkpoint.parse(note.Note.parse(self._file(origin).read_bytes()).text)
        except FileNotFoundError:
            return None

    def add_checkpoint(self, body: bytes) -> Answer:
        """Answer a POST to /add-checkpoint.

        Statuses: 200 with cosignatures, 400 malformed or old size above the checkpoint's, 403 no trusted signature,
        404 unknown origin, 409 another size was cosigned last (the body says which) or another root of the same size,
        422 the consistency proof does not hold.
        """
        try:
            old, proof, content = _parse(body)
            text = note.Note.parse(content).text
            head = Checkpoint.parse(text)
        except NoteError as error:
            return Answer(400, f"{error.code}\n".encode())
        keys = self.keys(head.origin)
        if not keys:
            return Answer(404, b"unknown origin\n")
        try:
            open_checkpoint(content, keys)
        except NoteError as error:
            # A bad signature under a trusted key's name is no signature of that key.
            return Answer(403, f"{error.code}\n".encode())
        if old > head.size:
            return Answer(400, b"old size is larger than the checkpoint\n")
        with self._lock(head.origin):
            last = self.seen(head.origin)
            size = last.size if last else 0
            if old != size:
                return Answer(409, f"{size}\n".encode(), SIZE_TYPE)
            refused = _grown(last, head, proof)
            if refused is not None:
                return refused
            # On the disk first: a witness that forgot what it cosigned could be shown two histories.
            write_durably(self._file(head.origin), content)
        line = self.signer.sign(text, time=self.now())
        return Answer(200, f"{line}\n".encode())

    def add_checkpoints(self, body: bytes) -> Answer:
        """Answer a POST to /add-checkpoints: several requests of `add_checkpoint` at once, each answered by itself.

        Not in the specification. 200 with as many answers as requests, in order (`together`, `apart`); 400 malformed.
        """
        try:
            return Answer(200, b"".join(_framed(one) for one in map(self.add_checkpoint, _split(body))))
        except NoteError as error:
            return Answer(400, f"{error.code}\n".encode())

    def _file(self, origin: str) -> Path:
        return self.folder / "seen" / hashlib.sha256(origin.encode()).hexdigest()

    @contextmanager
    def _lock(self, origin: str) -> Iterator[None]:
        """One request at a time for a log, over all processes."""
        file = self._file(origin).with_suffix(".lock")
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def request(old: int, proof: list[bytes], checkpoint: bytes) -> bytes:
    """Body of an `add-checkpoint` request."""
    lines = [f"old {old}", *(base64.b64encode(node).decode() for node in proof), "", ""]
    return "\n".join(lines).encode() + checkpoint


def together(bodies: list[bytes]) -> bytes:
    """Body of an `add-checkpoints` request: each body behind a line with its length."""
    return b"".join(b"%d\n%s" % (len(body), body) for body in bodies)


def apart(answer: bytes, number: int) -> list[Answer]:
    """The answers to `number` requests of one `add-checkpoints`.

    Raises:
        NoteError: `answer_malformed`.
    """
    found = []
    while answer:
        head, gap, rest = answer.partition(b"\n")
        match = _STATUS.fullmatch(head)
        if not gap or match is None or len(rest) < int(match[2]):
            raise NoteError("answer_malformed")
        found.append(Answer(int(match[1]), rest[: int(match[2])]))
        answer = rest[int(match[2]) :]
    if len(found) != number:
        raise NoteError("answer_malformed")
    return found


def _framed(answer: Answer) -> bytes:
    return b"%d %d\n%s" % (answer.status, len(answer.body), answer.body)


def _split(body: bytes) -> list[bytes]:
    found = []
    while body:
        head, gap, rest = body.partition(b"\n")
        if not gap or _LENGTH.fullmatch(head) is None or len(rest) < int(head):
            raise NoteError("request_malformed")
        found.append(rest[: int(head)])
        body = rest[int(head) :]
    return found


def _parse(body: bytes) -> tuple[int, list[bytes], bytes]:
    head, gap, content = body.partition(b"\n\n")
    lines = head.decode("ascii", "replace").split("\n")
    match = _OLD.fullmatch(lines[0])
    if not gap or match is None or len(lines) - 1 > MOST_PROOF or len(body) > MOST_BODY:
        raise NoteError("request_malformed")
    proof = [note.unbase64(line, "request_malformed") for line in lines[1:]]
    if any(len(node) != tree.HASH for node in proof):
        raise NoteError("request_malformed")
    return int(match[1]), proof, content


def _grown(last: Checkpoint | None, head: Checkpoint, proof: list[bytes]) -> Answer | None:
    """Why the new head is not cosigned, or nothing."""
    if last is None or last.size == 0:
        if proof or (head.size == 0 and head.root != tree.EMPTY_ROOT):
            return Answer(422, b"nothing is proven from an empty tree\n")
        return None
    if last.size == head.size and last.root != head.root:
        return Answer(409, f"{last.size}\n".encode(), SIZE_TYPE)
    try:
        tree.check_consistency(last.size, head.size, last.root, head.root, proof)
    except tree.ProofError as error:
        return Answer(422, f"{error.code}\n".encode())
    return None


def _safe(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9.-]", "_", name)[:80]
