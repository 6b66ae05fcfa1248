"""The Merkle tree of RFC 6962: hashes, inclusion and consistency proofs, made from any reader of nodes and checked.

Indexes and sizes count leaves from 0; a hash is 32 bytes of SHA-256. Free of Django and of storage.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()
"""Root of the tree without leaves, RFC 6962 section 2.1."""
HASH = 32
MOST_NODES = 63
"""No proof of a tree that fits 63 bits is longer than this."""

ReadNode = Callable[[int, int], bytes]
"""(level, index) -> hash of the complete subtree of 2**level leaves that begins at leaf index * 2**level."""


class ProofError(ValueError):
    """A proof that proves nothing. `code` is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def leaf_hash(entry: bytes) -> bytes:
    """Hash of a leaf: SHA-256(0x00 || entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def pairs(hashes: Sequence[bytes]) -> list[bytes]:
    """The level above: hashes of neighbours; an odd last one is left out, for it is not complete yet."""
    sha = hashlib.sha256
    return [sha(b"\x01" + hashes[i] + hashes[i + 1]).digest() for i in range(0, len(hashes) - 1, 2)]


def complete(hashes: Sequence[bytes]) -> bytes:
    """Root over a power of two of hashes."""
    while len(hashes) > 1:
        hashes = pairs(hashes)
    return hashes[0]


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Root over any number of leaf hashes."""
    if not leaves:
        return EMPTY_ROOT
    peaks: list[bytes] = []
    level = list(leaves)
    while level:
        if len(level) % 2:
            peaks.append(level[-1])
        level = pairs(level)
    return _bag(peaks)


def peaks_of(size: int) -> list[tuple[int, int]]:
    """Complete subtrees that make up a tree, the smallest (rightmost) first, as (level, index)."""
    return [(level, (size >> level) - 1) for level in range(size.bit_length()) if size >> level & 1]


def root(size: int, read: ReadNode) -> bytes:
    """Root of the tree of `size` leaves whose nodes `read` gives."""
    if size < 0:
        raise ValueError("a size is not negative")
    if size == 0:
        return EMPTY_ROOT
    return _bag([read(level, index) for level, index in peaks_of(size)])


def inclusion(index: int, size: int, read: ReadNode) -> list[bytes]:
    """Proof that leaf `index` stands in the tree of `size` leaves: from the leaf's sibling up to the root's child.

    Raises:
        ValueError: when there is no such leaf in such a tree.
    """
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    return _path(index, 0, size, read)


def consistency(size1: int, size2: int, read: ReadNode) -> list[bytes]:
    """Proof that the tree of `size2` leaves begins with the tree of `size1`; RFC 6962 section 2.1.2.

    Raises:
        ValueError: when `size1` is 0 (every tree begins with the empty one: nothing is proven) or more than `size2`.
    """
    if not 0 < size1 <= size2:
        raise ValueError(f"no consistency proof from {size1} to {size2}")
    return _subproof(size1, 0, size2, True, read)


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> None:
    """Check an inclusion proof (RFC 9162 section 2.1.3.2).

    Args:
        leaf: hash of the leaf.

    Raises:
        ProofError: `inclusion_index`, `inclusion_length` or `inclusion_root`.
    """
    if not 0 <= index < size:
        raise ProofError("inclusion_index")
    if any(len(node) != HASH for node in proof) or len(leaf) != HASH:
        raise ProofError("inclusion_length")
    place, last, found = index, size - 1, leaf
    for node in proof:
        if last == 0:
            raise ProofError("inclusion_length")
        if place & 1 or place == last:
            found = node_hash(node, found)
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            found = node_hash(found, node)
        place >>= 1
        last >>= 1
    if last != 0:
        raise ProofError("inclusion_length")
    if found != expected:
        raise ProofError("inclusion_root")


def check_consistency(size1: int, size2: int, root1: bytes, root2: bytes, proof: Sequence[bytes]) -> None:
    """Check a consistency proof (RFC 9162 section 2.1.4.2).

    Raises:
        ProofError: `consistency_size` (size1 == 0 included: such a proof says nothing), `consistency_length`,
            `consistency_root`.
    """
    if not 0 < size1 <= size2:
        raise ProofError("consistency_size")
    if any(len(node) != HASH for node in proof):
        raise ProofError("consistency_length")
    if size1 == size2:
        if proof:
            raise ProofError("consistency_length")
        if root1 != root2:
            raise ProofError("consistency_root")
        return
    path = list(proof)
    if size1 & (size1 - 1) == 0:
        path.insert(0, root1)
    if not path:
        raise ProofError("consistency_length")
    first, last = size1 - 1, size2 - 1
    while first & 1:
        first >>= 1
        last >>= 1
    found1 = found2 = path[0]
    for node in path[1:]:
        if last == 0:
            raise ProofError("consistency_length")
        if first & 1 or first == last:
            found1, found2 = node_hash(node, found1), node_hash(node, found2)
            while not first & 1 and first:
                first >>= 1
                last >>= 1
        else:
            found2 = node_hash(found2, node)
        first >>= 1
        last >>= 1
    if last != 0:
        raise ProofError("consistency_length")
    if found1 != root1 or found2 != root2:
        raise ProofError("consistency_root")


def _bag(peaks: Sequence[bytes]) -> bytes:
    """Root over complete subtrees, the smallest first."""
    found = peaks[0]
    for peak in peaks[1:]:
        found = node_hash(peak, found)
    return found


def _split(count: int) -> int:
    """Largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1


def _range(start: int, end: int, read: ReadNode) -> bytes:
    """MTH(D[start:end]) where `start` is a multiple of the subtree's width."""
    count = end - start
    if count & (count - 1) == 0:
        return read(count.bit_length() - 1, start // count)
    middle = start + _split(count)
    return node_hash(_range(start, middle, read), _range(middle, end, read))


def _path(index: int, start: int, end: int, read: ReadNode) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_path(index, start, middle, read), _range(middle, end, read)]
    return [*_path(index, middle, end, read), _range(start, middle, read)]


def _subproof(size: int, start: int, end: int, whole: bool, read: ReadNode) -> list[bytes]:
    if size == end:
        return [] if whole else [_range(start, end, read)]
    middle = start + _split(end - start)
    if size <= middle:
        return [*_subproof(size, start, middle, whole, read), _range(middle, end, read)]
    return [*_subproof(size, middle, end, False, read), _range(start, middle, read)]
