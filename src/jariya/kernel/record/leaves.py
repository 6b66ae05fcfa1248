"""The convention of our leaves, so that anyone can count them: docs/log.md says it for outsiders.

A leaf is a JSON object with `v: 1` and `kind`. It counts once under (kind, region, hour), `count` times where it has
that number, or by region where it has `regions`: `{"711210000": 3}`. `hour` is UTC, `2026-03-18T05`; a missing region or hour
is the empty string. Other leaves count under nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

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
    if not isinstance(leaf, dict) or leaf.get("v") != 1 or not isinstance(leaf.get("kind"), str):
        return []
    kind, hour = leaf["kind"], leaf.get("hour", "")
    hour = hour if isinstance(hour, str) else ""
    regions = leaf.get("regions")
    if isinstance(regions, dict):
        return [((kind, region, hour), number) for region, number in regions.items() if _whole(number)]
    region = leaf.get("region", "")
    number = leaf.get("count", 1)
    return [((kind, region if isinstance(region, str) else "", hour), number if _whole(number) else 1)]


def totals(entries: Iterable[bytes]) -> Counter[Key]:
    """Totals by (kind, region, hour) over entries."""
    found: Counter[Key] = Counter()
    for entry in entries:
        for key, number in count(entry):
            found[key] += number
    return found


def _whole(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and number >= 0
