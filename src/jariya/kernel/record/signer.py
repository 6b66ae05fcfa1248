"""The signer of a log: its keys, and its own memory of what it signed last. Free of Django and of the database.

The memory is a file beside the keys, so that a database brought back from an older copy cannot make the signer
contradict itself: a smaller tree, or another tree of the same beginning, is refused by name.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from jariya.kernel.record import tree
from jariya.kernel.record.checkpoint import Checkpoint
from jariya.kernel.record.disk import flush_folder, write_durably
from jariya.kernel.record.errors import RecordError
from jariya.kernel.record.note import Signer, Verifier

Prove = Callable[[int], Sequence[bytes]]
"""Size of an older tree -> consistency proof from it."""


def _nothing(step: str) -> None:
    """Where a test may stop the process."""


@dataclass
class LogSigner:
    """Keys and memory of one log.

    Args:
        folder: of this log alone: `<key id>.key` files and `signed.json`.
        origin: name of the keys and first line of every checkpoint.
        given: further secret key lines, from the environment.
    """

    folder: Path
    origin: str
    given: Sequence[str] = ()
    step: Callable[[str], None] = field(default=_nothing)

    def signers(self) -> list[Signer]:
        """Keys that sign, the oldest first."""
        files = sorted(self.folder.glob("*.key"), key=lambda file: (file.stat().st_mtime_ns, file.name))
        lines = [*(line for line in self.given), *(file.read_text().strip() for file in files)]
        found = {signer.verifier.id: signer for signer in map(Signer.parse, lines) if signer.name == self.origin}
        return list(found.values())

    def make_key(self) -> Verifier:
        """A further key; from now on every checkpoint is signed by it as well."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        signer = Signer.new(self.origin)
        write_durably(self._file(signer.verifier), signer.line().encode() + b"\n", private=True)
        return signer.verifier

    def retire(self, verifier: Verifier) -> None:
        """Let a key sign no more. Its file is destroyed: a key that is not there cannot be stolen.

        Raises:
            RecordError: `key_missing` when no other key would be left; `key_given` when it stands in JARIYA_LOG_KEYS,
                from where only the operator can take it: it would go on signing.
        """
        if any(Signer.parse(line).verifier == verifier for line in self.given):
            raise RecordError("key_given", "take this key out of JARIYA_LOG_KEYS and restart, then retire it")
        if all(signer.verifier.id == verifier.id for signer in self.signers()):
            raise RecordError("key_missing", "the last key of a log is not retired: make a new one first")
        self._file(verifier).unlink(missing_ok=True)
        flush_folder(self.folder)

    def last(self) -> Checkpoint | None:
        """What was signed last."""
        try:
            said = json.loads((self.folder / "signed.json").read_text())
        except FileNotFoundError:
            return None
        return Checkpoint(said["origin"], int(said["size"]), base64.b64decode(said["root"]))

    def sign(self, head: Checkpoint, prove: Prove, *, first: bool) -> list[str]:
        """Signature lines over a head, by every key, after its tree was proven to continue the last one.

        Args:
            prove: gives the consistency proof from the size signed last.
            first: whether nothing was ever published; only then may the memory be missing.

        Raises:
            RecordError: `shrunken`, `forked`, `state_missing`, `key_missing`.
        """
        with self._lock():
            keys = self.check(head, prove, first=first)
            # Kept before it is signed: a signature that left the house must never be forgotten.
            self._remember(head)
            self.step("signer_kept")
            return [signer.sign(head.text()) for signer in keys]

    def check(self, head: Checkpoint, prove: Prove, *, first: bool) -> list[Signer]:
        """The keys that would sign this head; raises as `sign` does, and remembers nothing."""
        keys = self.signers()
        if not keys:
            raise RecordError("key_missing", f"no key of {self.origin} in the signer's folder or environment")
        self._continues(head, prove, first)
        return keys

    def adopt(self, head: Checkpoint) -> None:
        """Set the memory by hand, from a checkpoint that outsiders hold; an operator's last resort."""
        with self._lock():
            self._remember(head)

    def _continues(self, head: Checkpoint, prove: Prove, first: bool) -> None:
        last = self.last()
        if last is None:
            if not first:
                raise RecordError("state_missing", f"checkpoints of {self.origin} exist, but not the signer's memory")
            return
        if head.origin != last.origin:
            raise RecordError("forked", f"the signer's memory is of {last.origin}")
        if head.size < last.size:
            raise RecordError("shrunken", f"{last.size} leaves of {head.origin} were signed, {head.size} are there now")
        if last.size == 0:
            return
        try:
            proof = [] if head.size == last.size else prove(last.size)
            tree.check_consistency(last.size, head.size, last.root, head.root, proof)
        except tree.ProofError as error:
            said = f"the tree of {head.size} leaves does not continue the signed one of {last.size} ({error.code})"
            raise RecordError("forked", said) from None

    def _remember(self, head: Checkpoint) -> None:
        said = {"origin": head.origin, "size": head.size, "root": base64.b64encode(head.root).decode()}
        write_durably(self.folder / "signed.json", json.dumps(said).encode() + b"\n", private=True)

    def _file(self, verifier: Verifier) -> Path:
        return self.folder / f"{verifier.id.hex()}.key"

    @contextmanager
    def _lock(self) -> Iterator[None]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
