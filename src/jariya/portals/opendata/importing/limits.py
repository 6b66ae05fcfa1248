"""How much a file may be before it is refused: what a careless or hostile file costs has an end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds of one import. The portal fills them from norm rows of the house; these are the command line's."""

    unpacked_bytes: int = 8 * 1024**3
    ratio: int = 400
    """Unpacked bytes for each packed one: real tables pack 5 to 40 times."""
    columns: int = 2_000
    line_bytes: int = 16 * 1024**2
    """A longer line is no row of a table."""
    json_bytes: int = 128 * 1024**2
    """A JSON document is held in memory whole, some eight times its size; lists of objects, JSON lines, CSV are not."""
    memory: str = "512MB"
    """What DuckDB may take before it uses the disk."""
    threads: int = 2


COMMAND_LINE = Limits()
