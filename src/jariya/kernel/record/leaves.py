"""The convention of our leaves, so that anyone can count them: docs/log.md says it for outsiders.

A leaf is a JSON object with `v: 1` and `kind`. It counts once under (kind, region, hour), `count` times where it has
that number, or by region where it has `regions`: `{"711210000": 3}`. `hour` is UTC, `2026-03-18T05`; a missing one
is the empty string, and so is a missing region. The three are at most 100 printable ASCII characters, a number at
most 10**12; what is not counts as missing. Other leaves count under nothing.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

MOST = 10**12
_COMMITTED = re.compile(rb'\{"commitment":"[0-9a-f]{64}",')
"""How a leaf begins whose content is sealed. What follows says under what it counts, and is the same for thousands."""
_WORD = re.compile(r"[ -~]{0,100}")
Key = tuple[str, str, str]


def canonical(leaf: Mapping[str, Any]) -> bytes:
    """Bytes of a leaf: sorted keys, UTF-8, no spaces (as RFC 8785 writes strings and whole numbers)."""
    return json.dumps(leaf, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def count(entry: bytes) -> list[tuple[Key, int]]:
    """What a leaf adds to the totals."""
    try:
        leaf = json.loads(entry)
    except (ValueError, RecursionError):
        return []
    if not isinstance(leaf, dict) or leaf.get("v") != 1 or not _word(leaf.get("kind")):
        return []
    kind, hour, regions, number = leaf["kind"], _said(leaf.get("hour")), leaf.get("regions"), leaf.get("count", 1)
    if isinstance(regions, dict):
        return [((kind, name, hour), much) for name, much in regions.items() if _word(name) and _whole(much)]
    return [((kind, _said(leaf.get("region")), hour), number if _whole(number) else 1)]


def totals(entries: Iterable[bytes]) -> Counter[Key]:
    """Totals by (kind, region, hour) over entries."""
    alike: Counter[bytes] = Counter()
    for entry in entries:
        start = _COMMITTED.match(entry)
        alike[b"{" + entry[start.end() :] if start else entry] += 1
    found: Counter[Key] = Counter()
    for entry, times in alike.items():
        for key, number in count(entry):
            found[key] += number * times
    return found


def _whole(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= MOST


def _word(text: Any) -> bool:
    return isinstance(text, str) and _WORD.fullmatch(text) is not None


def _said(text: Any) -> str:
    return str(text) if _word(text) else ""
