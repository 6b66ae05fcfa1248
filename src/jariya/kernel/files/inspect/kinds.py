"""Which kinds of files may come in, told by what is in them and never by what they call themselves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from jariya.kernel.files.inspect.limits import LIMITS, Limits

Family = Literal["pdf", "office", "legacy", "image", "text", "sound", "film"]


@dataclass(frozen=True)
class Kind:
    """`code`: stable name, also the extension without its dot. `inspectable`: we can say what hides in it.

    `misnamed`: the file's own name has the extension of another kind; `cleans_to`: kind of the public copy.
    """

    code: str
    media_type: str
    family: Family
    inspectable: bool = True
    cleans_to: str = ""
    misnamed: bool = False


def detect(head: bytes, source: Path | BinaryIO | None, name: str = "", *, limits: Limits = LIMITS) -> Kind:
    """The kind of a file by its content.

    `head`: its first bytes (8 KB are enough); `source`: the whole of it, None while it is still arriving: then only
    what the head tells is decided, and a container (zip, OLE) stays `zip` or `ole`. `name`: as the sender called it.
    Raises Refused `kind.*`: not on the list, macros, encrypted, two kinds in one file, empty, damaged.
    """
    raise NotImplementedError
