"""`verify_petition.py` as it is given out: one file, though it stands on `verify_log.py`. Nothing is written twice."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jariya.kernel.record import verify_log

_IMPORT = "from verify_log import *\n"
_END = 'if __name__ == "__main__":'


@lru_cache(maxsize=1)
def whole() -> bytes:
    """The bytes of the program: its own text with that of `verify_log.py` in the place of the import."""
    own = Path(__file__).with_name("verify_petition.py").read_text(encoding="utf-8")
    log = Path(verify_log.__file__).read_text(encoding="utf-8")
    body = log.partition('"""')[2].partition('"""\n')[2].partition(_END)[0]
    head, _import, rest = own.partition(_IMPORT)
    return f"{head}\n# --- verify_log.py ---\n{body}\n# --- verify_petition.py ---\n{rest}".encode()
