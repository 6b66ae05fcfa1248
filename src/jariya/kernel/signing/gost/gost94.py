"""GOST R 34.11-94 (RFC 5831) with the test parameter set (RFC 4357): the digest of the key sets before 2015.

For reading archives only; nothing new is signed with it.
"""

from __future__ import annotations

from functools import cache

# RFC 4357, section 11.2: id-GostR3411-94-TestParamSet; the first row serves the lowest four bits.
_BOXES = tuple(
    bytes(int(digit, 16) for digit in row)
    for row in (
        "4A92D80E6B1C7F53",
        "EB4C6DFA23810759",
        "581DA342EFC7609B",
        "7DA1089FE46CB253",
        "6C715FD84A9E03B2",
        "4BA0721D36859CFE",
        "DB413F590AE7682C",
        "1FD057A4923E6B8C",
    )
)
_C3 = 0xFF00FFFF000000FFFF0000FF00FFFF0000FF00FF00FF00FFFF00FF00FF00FF00
_FULL = (1 << 256) - 1
_HALF = (1 << 64) - 1
_WORD = (1 << 32) - 1
_ORDER = bytes(8 * i + k for k in range(8) for i in range(4))


@cache
def _substitutions() -> tuple[tuple[int, ...], ...]:
    """Return for each byte of a word what substitution and the turn by 11 bits make of each value."""

    def turned(word: int) -> int:
        return (word << 11 | word >> 21) & _WORD

    return tuple(
        tuple(turned((_BOXES[2 * i][v & 15] | _BOXES[2 * i + 1][v >> 4] << 4) << (8 * i)) for v in range(256))
        for i in range(4)
    )


def _encrypt(key: bytes, block: int) -> int:
    """GOST 28147-89, one block of 64 bits under a key of 256."""
    words = [int.from_bytes(key[i : i + 4], "little") for i in range(0, 32, 4)]
    s0, s1, s2, s3 = _substitutions()
    low, high = block & _WORD, block >> 32
    for word in words * 3 + words[::-1]:
        t = (low + word) & _WORD
        low, high = high ^ s0[t & 255] ^ s1[t >> 8 & 255] ^ s2[t >> 16 & 255] ^ s3[t >> 24], low
    return low << 32 | high


def _stir(state: int, times: int) -> int:
    """The feedback ψ of RFC 5831, so many times: words of 16 bits."""
    for _ in range(times):
        new = (state ^ state >> 16 ^ state >> 32 ^ state >> 48 ^ state >> 192 ^ state >> 240) & 0xFFFF
        state = state >> 16 | new << 240
    return state


def _shifted(value: int) -> int:
    """The map A of RFC 5831."""
    return value >> 64 | ((value ^ value >> 64) & _HALF) << 192


def _step(state: int, block: int) -> int:
    """Return the state after one block of 256 bits (RFC 5831, section 5)."""
    u, v, mixed = state, block, 0
    for j in range(4):
        if j:
            u = _shifted(u) ^ (_C3 if j == 2 else 0)
            v = _shifted(_shifted(v))
        bytes_ = (u ^ v).to_bytes(32, "little")
        key = bytes(bytes_[i] for i in _ORDER)
        mixed |= _encrypt(key, state >> (64 * j) & _HALF) << (64 * j)
    return _stir(state ^ _stir(block ^ _stir(mixed, 12), 1), 61)


def digest(data: bytes) -> bytes:
    """Return the 32 bytes of GOST R 34.11-94 over the data, test parameter set, least byte first."""
    state = total = 0
    for begin in range(0, len(data), 32):
        block = int.from_bytes(data[begin : begin + 32], "little")
        state = _step(state, block)
        total = (total + block) & _FULL
    return _step(_step(state, 8 * len(data)), total).to_bytes(32, "little")
