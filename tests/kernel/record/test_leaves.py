"""Totals over leaves: thousands of sealed ones are read once for each kind, and count as if each were read."""

from __future__ import annotations

from collections import Counter

from jariya.kernel.record.leaves import count, totals


def test_totals_are_the_sum_of_what_each_leaf_counts() -> None:
    sealed = [
        b'{"commitment":"%064x","hour":"2026-03-18T%02d","kind":"sign","region":"%d0","v":1}' % (n, n % 3, n % 2)
        for n in range(40)
    ]
    odd = [
        b'{"commitment":"%064x",{"kind":"sign","v":1}' % 1,
        b'{"commitment":"%064x",}' % 2,
        b'{"commitment":"%064x","kind":"sign","v":1' % 3,
        b'{"commitment":"short","kind":"sign","v":1}',
        b'{"commitment":"%064x","kind":"sign","v":1}' % 4,
        b'{"kind":"minus","regions":{"10":3},"v":1}',
        b"{",
        b"",
    ]
    slow: Counter[tuple[str, str, str]] = Counter()
    for entry in [*sealed, *odd, *odd]:
        slow.update(dict(count(entry)))
    assert totals([*sealed, *odd, *odd]) == slow and sum(slow.values()) == 40 + 2 * (2 + 3)
