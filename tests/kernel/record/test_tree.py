"""RFC 6962 trees against an independent naive one, for all sizes to 300, through tiles."""

from __future__ import annotations

import itertools
import random

import pytest
from tests.kernel.record.naive import Naive, mth

from jariya.kernel.record import tiles, tree

ENTRIES = [f"entry {number}".encode() * (number % 3) for number in range(300)]
NAIVE = Naive(ENTRIES)


def files_of(entries: list[bytes], *steps: int) -> dict[str, bytes]:
    """Files of a log that grew by these steps."""
    files: dict[str, bytes] = {}

    def read(path: str) -> bytes:
        if path not in files:
            raise FileNotFoundError(path)
        return files[path]

    for start, end in itertools.pairwise((0, *steps, len(entries))):
        files.update(tiles.grow(read, start, entries[start:end]))
    return files


FILES = files_of(ENTRIES, *range(1, 300))


def reader(size: int) -> tiles.Reader:
    def read(path: str) -> bytes:
        try:
            return FILES[path]
        except KeyError:
            raise FileNotFoundError(path) from None

    return tiles.Reader(read, size)


def test_published_vectors_of_certificate_transparency_hold() -> None:
    # Leaves and roots that the reference implementation of Certificate Transparency publishes with its tests.
    leaves = [b"", b"\0", b"\x10", b"\x20\x21", b"\x30\x31", b"\x40\x41\x42\x43",
              bytes.fromhex("5051525354555657"), bytes.fromhex("606162636465666768696a6b6c6d6e6f")]  # fmt: skip
    roots = {0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
             1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
             8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"}  # fmt: skip
    for size, root in roots.items():
        assert mth(leaves[:size]).hex() == root
        assert tree.root_of([tree.leaf_hash(leaf) for leaf in leaves[:size]]).hex() == root


def sizes(whole: bool) -> list[int]:
    """All sizes; a share: the small ones, those around the powers of two and the width of a tile, each twelfth."""
    around = {2**power + step for power in range(9) for step in (-1, 0, 1)}
    return [size for size in range(1, 301) if whole or size < 20 or size in around or size % 12 == 0 or size == 299]


def test_roots_of_all_sizes_are_those_of_the_naive_tree() -> None:
    for size in range(301):
        hashes = [tree.leaf_hash(entry) for entry in ENTRIES[:size]]
        assert tree.root_of(hashes) == NAIVE.hash(0, size)
        assert reader(size).root() == NAIVE.hash(0, size)


def test_inclusion_proofs_of_every_leaf_in_every_size_are_the_naive_ones_and_hold(whole: bool) -> None:
    for size in sizes(whole):
        tiled, root = reader(size), NAIVE.hash(0, size)
        for index in range(size):
            proof = tiled.inclusion(index)
            assert proof == NAIVE.path(index, 0, size)
            tree.check_inclusion(tree.leaf_hash(ENTRIES[index]), index, size, proof, root)


def test_consistency_proofs_of_every_pair_of_sizes_are_the_naive_ones_and_hold(whole: bool) -> None:
    for size in sizes(whole):
        tiled = reader(size)
        for old in range(1, size + 1):
            proof = tiled.consistency(old)
            assert proof == NAIVE.proof(old, size)
            tree.check_consistency(old, size, NAIVE.hash(0, old), NAIVE.hash(0, size), proof)


def test_a_consistency_proof_from_nothing_is_refused_made_and_checked() -> None:
    with pytest.raises(ValueError):
        reader(5).consistency(0)
    for proof in ([], [NAIVE.hash(0, 5)]):
        with pytest.raises(tree.ProofError) as refused:
            tree.check_consistency(0, 5, tree.EMPTY_ROOT, NAIVE.hash(0, 5), proof)
        assert refused.value.code == "consistency_size"


def test_a_changed_proof_leaf_index_or_root_never_holds() -> None:
    chance = random.Random(7)
    for _ in range(400):
        size = chance.randrange(2, 301)
        index = chance.randrange(size)
        proof, leaf, root = reader(size).inclusion(index), tree.leaf_hash(ENTRIES[index]), NAIVE.hash(0, size)
        other = (index + 1 + chance.randrange(size - 1)) % size
        place = chance.randrange(len(proof))
        flipped = [*proof]
        flipped[place] = bytes([proof[place][0] ^ 1]) + proof[place][1:]
        for arguments in (
            (leaf, other, size, proof, root),
            (leaf, index, size, flipped, root),
            (leaf, index, size, proof[:-1], root),
            (leaf, index, size, [*proof, root], root),
            (root, index, size, proof, root),
            (leaf, size, size, proof, root),
            (leaf, index, size, [node[:-1] for node in proof], root),
        ):
            with pytest.raises(tree.ProofError):
                tree.check_inclusion(*arguments)


def test_a_changed_consistency_proof_or_root_never_holds() -> None:
    chance = random.Random(8)
    for _ in range(400):
        size = chance.randrange(2, 301)
        old = chance.randrange(1, size)
        proof, root1, root2 = reader(size).consistency(old), NAIVE.hash(0, old), NAIVE.hash(0, size)
        place = chance.randrange(len(proof))
        flipped = [*proof]
        flipped[place] = bytes([proof[place][0] ^ 1]) + proof[place][1:]
        for arguments in (
            (old, size, root1, root2, flipped),
            (old, size, root1, root2, proof[:-1]),
            (old, size, root1, root2, [*proof, root1]),
            (old, size, root2, root2, proof),
            (old, size, root1, root1, proof),
            (size, old, root2, root1, proof),
            (old, old, root1, root1, proof),
        ):
            with pytest.raises(tree.ProofError):
                tree.check_consistency(*arguments)


def test_files_do_not_depend_on_the_steps_by_which_a_log_grew() -> None:
    chance = random.Random(9)
    entries = [str(number).encode() for number in range(70_000)]
    whole = files_of(entries)
    steps = sorted(chance.sample(range(1, 70_000), 12))
    stepped = files_of(entries, *steps)
    assert {path: stepped[path] for path in tiles.all_paths(70_000)} == whole
    assert set(whole) == set(tiles.all_paths(70_000))
    # The example of the specification: 273 full tiles and one of 112; one full tile above and one of 17; one of 1.
    assert len([path for path in whole if path.startswith("tile/0/")]) == 274 and "tile/0/273.p/112" in whole
    assert len(whole["tile/1/000"]) == 8192 and len(whole["tile/1/001.p/17"]) == 17 * 32
    assert len(whole["tile/2/000.p/1"]) == 32


def test_sizes_around_the_widths_of_tiles_have_the_root_of_all_leaves() -> None:
    entries = [str(number).encode() for number in range(66_000)]
    hashes = [tree.leaf_hash(entry) for entry in entries]
    for size in (255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 65_793):
        files = files_of(entries[:size], size // 3)

        def read(path: str, files: dict[str, bytes] = files) -> bytes:
            try:
                return files[path]
            except KeyError:
                raise FileNotFoundError(path) from None

        tiled = tiles.Reader(read, size)
        assert tiled.root() == tree.root_of(hashes[:size])
        tree.check_inclusion(hashes[size - 1], size - 1, size, tiled.inclusion(size - 1), tiled.root())
        assert tiled.entry(size - 1) == entries[size - 1]
