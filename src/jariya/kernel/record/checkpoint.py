"""Checkpoints (C2SP tlog-checkpoint): a signed note of origin, tree size and root."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass

from jariya.kernel.record.note import Note, NoteError, Signature, Verifier, unbase64
from jariya.kernel.record.tree import HASH

_SIZE = re.compile(r"0|[1-9]\d{0,18}", re.ASCII)


@dataclass(frozen=True)
class Checkpoint:
    """The head of a log's tree."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: bytes) -> Checkpoint:
        """The text of a note.

        Raises:
            NoteError: `checkpoint_malformed`.
        """
        lines = text.decode("utf-8", "replace").split("\n")
        if len(lines) < 4 or lines[-1] or not all(lines[:-1]) or not _SIZE.fullmatch(lines[1]):
            raise NoteError("checkpoint_malformed")
        root = unbase64(lines[2], "checkpoint_malformed")
        if len(root) != HASH:
            raise NoteError("checkpoint_malformed")
        return cls(lines[0], int(lines[1]), root, tuple(lines[3:-1]))

    def text(self) -> bytes:
        """The text that is signed."""
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions]
        return "".join(f"{line}\n" for line in lines).encode()


@dataclass(frozen=True)
class Opened:
    """A checkpoint whose signature holds, with the known keys that signed it."""

    checkpoint: Checkpoint
    note: Note
    signatures: tuple[tuple[Verifier, Signature], ...]


def open_checkpoint(content: bytes, keys: Iterable[Verifier], witnesses: Iterable[Verifier] = ()) -> Opened:
    """Read a checkpoint and verify it.

    Args:
        keys: keys of the log; one of them must have signed.
        witnesses: keys whose cosignatures are wanted in the answer; none of them must have signed.

    Raises:
        NoteError: `note_malformed`, `signature_malformed`, `checkpoint_malformed`, `signature_bad`, `key_unknown`.
    """
    own = list(keys)
    note = Note.parse(content)
    found = note.verified([*own, *witnesses])
    if not any(verifier in own for verifier, _signature in found):
        raise NoteError("key_unknown")
    return Opened(Checkpoint.parse(note.text), note, tuple(found))
