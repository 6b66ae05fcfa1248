"""An independent, slow tree: the definitions of RFC 6962 section 2.1, word for word."""

from __future__ import annotations

import hashlib


def mth(entries: list[bytes]) -> bytes:
    """Merkle Tree Hash."""
    n = len(entries)
    if n == 0:
        return hashlib.sha256().digest()
    if n == 1:
        return hashlib.sha256(b"\0" + entries[0]).digest()
    k = 1
    while k * 2 < n:
        k *= 2
    return hashlib.sha256(b"\1" + mth(entries[:k]) + mth(entries[k:])).digest()


class Naive:
    """The same with a memory for ranges, so that all pairs of sizes to 300 take seconds."""

    def __init__(self, entries: list[bytes]) -> None:
        self.entries = entries
        self.known: dict[tuple[int, int], bytes] = {}

    def hash(self, start: int, end: int) -> bytes:
        if (start, end) not in self.known:
            n = end - start
            if n <= 1:
                self.known[start, end] = mth(self.entries[start:end])
            else:
                k = self.k(n)
                both = self.hash(start, start + k) + self.hash(start + k, end)
                self.known[start, end] = hashlib.sha256(b"\1" + both).digest()
        return self.known[start, end]

    @staticmethod
    def k(n: int) -> int:
        k = 1
        while k * 2 < n:
            k *= 2
        return k

    def path(self, m: int, start: int, end: int) -> list[bytes]:
        n = end - start
        if n == 1:
            return []
        k = self.k(n)
        if m < k:
            return [*self.path(m, start, start + k), self.hash(start + k, end)]
        return [*self.path(m - k, start + k, end), self.hash(start, start + k)]

    def proof(self, m: int, n: int) -> list[bytes]:
        return self.subproof(m, 0, n, True)

    def subproof(self, m: int, start: int, end: int, b: bool) -> list[bytes]:
        n = end - start
        if m == n:
            return [] if b else [self.hash(start, end)]
        k = self.k(n)
        if m <= k:
            return [*self.subproof(m, start, start + k, b), self.hash(start + k, end)]
        return [*self.subproof(m - k, start + k, end, False), self.hash(start, start + k)]
