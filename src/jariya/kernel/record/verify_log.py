#!/usr/bin/env python3
"""verify_log.py: check a public log of Jariya without trusting the site. Python 3.9 or newer, nothing to install.

    python3 verify_log.py https://example.kz/log/events --key KEYFILE --since OLD_CHECKPOINT --save NEW_CHECKPOINT
    python3 verify_log.py ./exported-folder --key KEYFILE --witness WITNESS_KEY
    python3 verify_log.py --receipt my.tlog-proof --key KEYFILE

It checks: the signature of the checkpoint (Ed25519), cosignatures of the witnesses you name, every entry against its
hash, every tile of hashes, the root over all of them, that the log still begins with the log you saved last time, the
totals that the log serves against a new count of its entries, and a receipt.

It cannot check that an entry is true, nor that a signer exists: that is what the signed evidence is for.

Formats: RFC 6962 trees; C2SP signed-note, tlog-checkpoint, tlog-tiles, tlog-cosignature, tlog-proof.
Exit: 0 all is well; 1 the log or receipt is wrong; 2 misuse, or something could not be read.
"""

import argparse
import base64
import binascii
import hashlib
import http.client
import json
import os
import re
import sys
import time
import urllib.error
import urllib.request
import zlib
from collections import Counter, deque
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

WIDTH = 256
HASH = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
TYPE_LOG, TYPE_WITNESS = 1, 4
LARGEST = {"checkpoint": 1_000_000, "key": 100_000, "tile/entries": WIDTH * (2 + 65_535), "tile": WIDTH * HASH}
"""Bytes of an answer by the beginning of its path; of what is not named here LARGEST_OTHER."""
LARGEST_OTHER = 64_000_000
LONGEST_WAIT = 600
"""Seconds for one answer, however it drips."""


class Wrong(Exception):
    """The log or receipt is not what it says: a stable code and a sentence."""

    def __init__(self, code, said):
        super().__init__(said)
        self.code = code


class Unreadable(Exception):
    """Something needed could not be read; nothing is proven either way."""


# --- Ed25519, RFC 8032, verification only -------------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def _add(one, two):
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c = 2 * one[3] * two[3] * D % P
    d = 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(scalar, point):
    found = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            found = _add(found, point)
        point = _add(point, point)
        scalar >>= 1
    return found


def _same(one, two):
    return (one[0] * two[2] - two[0] * one[2]) % P == 0 and (one[1] * two[2] - two[1] * one[2]) % P == 0


def _point(raw):
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519(public, message, signature):
    """Whether the signature holds."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, commitment = _point(public), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    return _same(_times(scalar, BASE), _add(commitment, _times(challenge, key)))


# --- Signed notes -------------------------------------------------------------------------------------------------


def unbase64(said, code):
    """Canonical base 64."""
    try:
        raw = base64.b64decode(said, validate=True)
    except (binascii.Error, ValueError):
        raise Wrong(code, "not base 64: " + said[:60]) from None
    if base64.b64encode(raw).decode() != said:
        raise Wrong(code, "not canonical base 64: " + said[:60])
    return raw


class Key:
    """A verifier key: `<name>+<id>+<base64 of type and public key>`."""

    def __init__(self, line):
        parts = line.strip().split("+", 2)
        if len(parts) != 3 or not parts[0] or re.search(r"\s", parts[0]):
            raise Wrong("vkey_malformed", "not a key line: " + line[:60])
        material = unbase64(parts[2], "vkey_malformed")
        self.name, self.kind, self.public = parts[0], material[:1], material[1:]
        self.id = hashlib.sha256(self.name.encode() + b"\n" + material).digest()[:4]
        if self.id.hex() != parts[1] or len(self.public) != 32 or self.kind[0] not in (TYPE_LOG, TYPE_WITNESS):
            raise Wrong("vkey_malformed", "the id or type of this key line is wrong: " + line[:60])
        self.witness = self.kind[0] == TYPE_WITNESS

    def holds(self, text, signature):
        """Whether this key signed the text."""
        if self.witness:
            if len(signature) != 72:
                return False
            stamp = int.from_bytes(signature[:8], "big")
            return ed25519(self.public, b"cosignature/v1\ntime %d\n" % stamp + text, signature[8:])
        return ed25519(self.public, text, signature)


def keys_of(said):
    """Keys of an argument: a key line, or a file of such lines."""
    path = Path(said)
    text = said
    if "+" not in said or path.is_file():
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise Unreadable("%s: %s" % (said, error)) from None
    return [Key(line) for line in text.splitlines() if line.strip()]


class Checkpoint:
    """A signed note of origin, size and root; `signed_by` after `verify`."""

    def __init__(self, content):
        self.content = content
        try:
            said = content.decode("utf-8")
        except UnicodeDecodeError:
            raise Wrong("checkpoint_malformed", "the checkpoint is not text") from None
        head, gap, tail = said.rpartition("\n\n")
        lines = head.split("\n")
        if not gap or not tail.endswith("\n") or len(lines) < 3 or not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1]):
            raise Wrong("checkpoint_malformed", "this is no checkpoint of a log")
        self.text = (head + "\n").encode()
        self.origin, self.size = lines[0], int(lines[1])
        self.root = unbase64(lines[2], "checkpoint_malformed")
        self.signatures = []
        for line in tail[:-1].split("\n"):
            parts = line.split(" ")
            if len(parts) != 3 or parts[0] != "\u2014":
                raise Wrong("checkpoint_malformed", "not a signature line: " + line[:60])
            raw = unbase64(parts[2], "checkpoint_malformed")
            self.signatures.append((parts[1], raw[:4], raw[4:]))

    def signed_by(self, keys):
        """Known keys that signed; a known key whose signature does not hold is an error."""
        found = []
        for name, identity, signature in self.signatures:
            for key in keys:
                if key.name == name and key.id == identity:
                    if not key.holds(self.text, signature):
                        raise Wrong("signature_bad", "the signature of %s does not hold" % name)
                    if key not in found:
                        found.append(key)
        return found

    def verify(self, keys, witnesses, quorum):
        """The log must have signed, and at least `quorum` of the witnesses."""
        logs = [key for key in keys if not key.witness]
        if not self.signed_by(logs):
            raise Wrong("key_unknown", "no key you trust has signed this checkpoint of %s" % self.origin)
        seen = self.signed_by(witnesses)
        if len(seen) < quorum:
            raise Wrong("witnesses_missing", "%d of your witnesses have cosigned, %d wanted" % (len(seen), quorum))
        return seen


# --- The tree, RFC 6962 -------------------------------------------------------------------------------------------


def node(left, right):
    """Hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(hashes):
    """Root over a list of hashes."""
    if not hashes:
        return EMPTY_ROOT
    peaks = []
    sha = hashlib.sha256
    while hashes:
        if len(hashes) % 2:
            peaks.append(hashes[-1])
        hashes = [sha(b"\x01" + hashes[i] + hashes[i + 1]).digest() for i in range(0, len(hashes) - 1, 2)]
    found = peaks[0]
    for peak in peaks[1:]:
        found = node(peak, found)
    return found


def included(leaf, index, size, path):
    """The root that an inclusion proof leads to (RFC 9162, 2.1.3.2)."""
    bad = Wrong("receipt_proof", "the inclusion proof has the wrong length or index")
    if not 0 <= index < size:
        raise bad
    place, last, found = index, size - 1, leaf
    for step in path:
        if last == 0 or len(step) != HASH:
            raise bad
        if place & 1 or place == last:
            found = node(step, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node(found, step)
        place, last = place >> 1, last >> 1
    if last:
        raise bad
    return found


def tile_path(level, index, width):
    """Path of a tile; level `entries` for bundles."""
    groups = ["%03d" % (index % 1000)]
    while index >= 1000:
        index //= 1000
        groups.insert(0, "x%03d" % (index % 1000))
    return "tile/%s/%s" % (level, "/".join(groups)) + ("" if width == WIDTH else ".p/%d" % width)


# --- Where the log lies -------------------------------------------------------------------------------------------


class Folder:
    """A log in a folder, as `jariya log export` writes it."""

    workers = 0

    def __init__(self, place):
        self.root = Path(place)

    def read(self, path):
        """Bytes of a file, None when it is not there."""
        try:
            return (self.root / path).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Unreadable("%s: %s" % (path, error)) from None


class Site:
    """A log at an address."""

    workers = 8

    def __init__(self, place):
        self.prefix = place.rstrip("/") + "/"

    def read(self, path):
        """Bytes of an answer, None for 404; three tries. What is larger than such a file can be is not taken in."""
        request = urllib.request.Request(self.prefix + path, headers={"Accept-Encoding": "gzip, identity"})
        limit = next((size for start, size in LARGEST.items() if path.startswith(start)), LARGEST_OTHER)
        for attempt in range(3):
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return _bounded(answer, limit)
            except urllib.error.HTTPError as error:
                if error.code in (404, 410):
                    return None
                said = "%s: HTTP %d" % (path, error.code)
            except (OSError, EOFError, ValueError, http.client.HTTPException, zlib.error) as error:
                said = "%s: %s" % (path, error)
            time.sleep(attempt + 0.2)
        raise Unreadable(said)


def _bounded(answer, limit):
    """The body of an answer, unpacked, of at most `limit` bytes."""
    until, content = time.monotonic() + LONGEST_WAIT, b""
    packed = answer.headers.get("Content-Encoding") == "gzip"
    most = limit + limit // 100 + 100 if packed else limit  # hashes do not get smaller by packing
    while len(content) <= most:
        piece = answer.read1(min(1 << 20, most + 1 - len(content)))
        if not piece:
            break
        content += piece
        if time.monotonic() > until:
            raise ValueError("the answer takes longer than %d seconds" % LONGEST_WAIT)
    if packed and len(content) <= most:
        # A few KB can hold gigabytes.
        unpacking = zlib.decompressobj(16 + zlib.MAX_WBITS)
        content = unpacking.decompress(content, limit + 1)
        if len(content) <= limit and not unpacking.eof:
            raise EOFError("the packed answer is cut off")
    if len(content) > limit:
        raise ValueError("larger than %d bytes" % limit)
    return content


def in_order(place, paths):
    """(path, bytes) of every path, in order; read ahead over the network."""
    if not place.workers:
        for path in paths:
            yield path, place.read(path)
        return
    with ThreadPoolExecutor(place.workers) as pool:
        waiting = deque()
        for path in paths:
            waiting.append((path, pool.submit(place.read, path)))
            if len(waiting) > place.workers * 2:
                first, answer = waiting.popleft()
                yield first, answer.result()
        for first, answer in waiting:
            yield first, answer.result()


def tile(place, level, index, width, ahead=None):
    """A tile or bundle; a partial one may have been replaced by the full one."""
    content = ahead if ahead is not None else place.read(tile_path(level, index, width))
    if content is None and width < WIDTH:
        content = place.read(tile_path(level, index, WIDTH))
    if content is None:
        raise Wrong("file_missing", "%s is not served" % tile_path(level, index, width))
    return content


def entries_of(content, width, name):
    """Entries of a bundle."""
    found, at, end = [], 0, len(content)
    while at < end and len(found) < width:
        start = at + 2
        at = start + int.from_bytes(content[at:start], "big")
        if start > end or at > end:
            raise Wrong("bundle_broken", "%s is cut off" % name)
        found.append(content[start:at])
    if len(found) != width:
        raise Wrong("leaf_missing", "%s holds %d entries instead of %d" % (name, len(found), width))
    return found


# --- Totals -------------------------------------------------------------------------------------------------------


def whole(number):
    """A count: a whole number that is not negative."""
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= 10**12


def word(text):
    """A kind, region or hour: printable ASCII."""
    return isinstance(text, str) and WORD.fullmatch(text) is not None


WORD = re.compile(r"[ -~]{0,100}")


def count(entry, totals):
    """Add a leaf to the totals by (kind, region, hour), by the convention in docs/log.md."""
    try:
        leaf = json.loads(entry)
    except (ValueError, RecursionError):
        return
    if not isinstance(leaf, dict) or leaf.get("v") != 1 or not word(leaf.get("kind")):
        return
    kind, hour, region, number = leaf["kind"], leaf.get("hour"), leaf.get("region"), leaf.get("count", 1)
    hour = hour if word(hour) else ""
    if isinstance(leaf.get("regions"), dict):
        for name, much in leaf["regions"].items():
            if word(name) and whole(much):
                totals[kind, name, hour] += much
        return
    totals[kind, region if word(region) else "", hour] += number if whole(number) else 1


def compare_totals(served, counted):
    """Served totals against the count; the differing row is named."""
    rows = Counter()
    for row in served:
        if not (isinstance(row, list) and len(row) == 4 and all(map(word, row[:3])) and whole(row[3])):
            raise Wrong("totals_malformed", "a row of totals.json is not kind, region, hour, count")
        rows[tuple(row[:3])] += row[3]
    for key in sorted(set(rows) | set(counted)):
        if rows[key] != counted[key]:
            said = "served total of %s is %d, the entries say %d" % (" ".join(key), rows[key], counted[key])
            raise Wrong("totals_differ", said)


# --- A whole log --------------------------------------------------------------------------------------------------


def check_log(place, keys, witnesses, quorum, since, openings, say, each=None):
    """Check everything; returns (report, checkpoint). Raises Wrong, Unreadable. `each` sees every (index, entry)."""
    # Totals first: what is published later can only be larger.
    served = place.read("totals.json")
    content = place.read("checkpoint")
    if content is None:
        raise Unreadable("there is no checkpoint here: is this the address of a log?")
    head = Checkpoint(content)
    own = keys
    if not keys:
        own = [Key(line) for line in (place.read("key") or b"").decode("utf-8", "replace").splitlines() if line.strip()]
    seen = head.verify(own, witnesses, quorum)
    say("signature holds: %s, %d entries" % (head.origin, head.size))
    report = {
        "origin": head.origin,
        "size": head.size,
        "root": base64.b64encode(head.root).decode(),
        "key_pinned": bool(keys),
        "keys": [key.name + "+" + key.id.hex() for key in head.signed_by([key for key in own if not key.witness])],
        "witnesses": [key.name for key in seen],
    }
    if since is not None:
        if since.origin != head.origin:
            raise Wrong("origin_differs", "the saved checkpoint is of %s" % since.origin)
        if since.size > head.size:
            raise Wrong("checkpoint_shrunk", "the log had %d entries and has %d now" % (since.size, head.size))
    try:
        totals_at = json.loads(served) if served is not None else None
        if totals_at is not None and not (whole(totals_at["size"]) and isinstance(totals_at["totals"], list)):
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Wrong("totals_malformed", "totals.json cannot be read") from None
    marks = {totals_at["size"]} if totals_at else set()
    levels, totals, opened = _walk(place, head.size, marks, since, openings, say, each)
    report["opened"] = opened if openings else None
    if totals_at:
        report["totals"] = _totals(totals_at, totals, head.size)
    else:
        report["totals"] = None
    if levels != head.root:
        raise Wrong("root_differs", "the entries do not lead to the signed root: an entry was dropped, added or moved")
    if since is not None:
        report["consistent_with"] = since.size
    return report, head


def _totals(served, counted, size):
    if served["size"] > size:
        raise Wrong("totals_ahead", "totals.json speaks of %d entries, the checkpoint of %d" % (served["size"], size))
    compare_totals(served["totals"], counted)
    by_kind = Counter()
    for (kind, _region, _hour), number in counted.items():
        by_kind[kind] += number
    return dict(sorted(by_kind.items()))


def _open(place, index, entries, first):
    """Check what is served to open a bundle's commitments; how many were opened."""
    content = place.read("openings/%d.json" % index)
    if content is None:
        return 0
    try:
        rows = [
            (row["index"], bytes.fromhex(row["salt"]), base64.b64decode(row["content"]))
            for row in json.loads(content)["openings"]
        ]
        for at, salt, shown in rows:
            promised = json.loads(entries[at - first])["commitment"] if at >= first else None
            if hashlib.sha256(salt + shown).hexdigest() != promised:
                raise Wrong("opening_differs", "what is shown of entry %d is not what it has committed to" % at)
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        raise Wrong("openings_malformed", "openings/%d.json cannot be read" % index) from None
    return len(rows)


def _bundles(size):
    """(index, width) of every bundle; one by one, for a checkpoint may claim 10^18 entries."""
    for index in range((size + WIDTH - 1) // WIDTH):
        yield index, min(WIDTH, size - index * WIDTH)


def _paths(size):
    for index, width in _bundles(size):
        yield tile_path("entries", index, width)
        yield tile_path(0, index, width)


def _walk(place, size, marks, since, openings, say, each=None):
    """Read every entry and every tile; the root over all, and the totals at the size they were served for."""
    sha, totals, kept, opened = hashlib.sha256, Counter(), None, 0
    if 0 in marks:
        kept = Counter()
    answers = in_order(place, _paths(size))
    above, partial, told = [], [], time.monotonic()
    old_hashes = []
    for index, width in _bundles(size):
        name, content = next(answers)
        entries = entries_of(tile(place, "entries", index, width, content), width, name)
        hashes = [sha(b"\x00" + entry).digest() for entry in entries]
        name, content = next(answers)
        _same_tile(tile(place, 0, index, width, content), hashes, index * WIDTH, name)
        for offset, entry in enumerate(entries, index * WIDTH + 1):
            if kept is None:
                count(entry, totals)
                if offset in marks:
                    kept = totals
            if each is not None:
                each(offset - 1, entry)
        if openings:
            opened += _open(place, index, entries, index * WIDTH)
        if since is not None and index == since.size // WIDTH:
            old_hashes = hashes[: since.size % WIDTH]
        if width == WIDTH:
            above.append(root_of(hashes))
        else:
            partial = hashes
        if time.monotonic() - told > 5:
            told = time.monotonic()
            say("%d of %d entries" % (index * WIDTH + width, size))
    _upper_tiles(place, list(above))
    if since is not None and _root(above[: since.size // WIDTH], old_hashes) != since.root:
        said = "the log of %d entries that you saved is not the beginning of this log: it was rewritten." % since.size
        raise Wrong("checkpoint_forked", said + " Keep both signed checkpoints: together they are the proof")
    return _root(above, partial), (kept if kept is not None else totals), opened


def _root(full, partial):
    """Root over roots of full tiles and the hashes after them."""
    if not full:
        return root_of(partial)
    if not partial:
        return root_of(full)
    # Peaks of the full tiles stand to the left of the rest.
    peaks, level = [], full
    while level:
        if len(level) % 2:
            peaks.append(level[-1])
        level = [node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
    found = root_of(partial)
    for peak in peaks:
        found = node(peak, found)
    return found


def _upper_tiles(place, hashes):
    """Tiles above the leaves, each against what the level below says."""
    level = 1
    while hashes:
        fresh = []
        for at in range(0, len(hashes), WIDTH):
            part = hashes[at : at + WIDTH]
            name = tile_path(level, at // WIDTH, len(part))
            _same_tile(tile(place, level, at // WIDTH, len(part)), part, at, name)
            if len(part) == WIDTH:
                fresh.append(root_of(part))
        hashes, level = fresh, level + 1


def _same_tile(content, hashes, first, name):
    if content[: len(hashes) * HASH] == b"".join(hashes) and len(content) in (len(hashes) * HASH, WIDTH * HASH):
        return
    for offset, expected in enumerate(hashes):
        if content[offset * HASH : (offset + 1) * HASH] != expected:
            what = "entry" if name.startswith("tile/0/") else "node"
            raise Wrong("hash_differs", "%s %d does not hash to what %s says" % (what, first + offset, name))
    raise Wrong("tile_length", "%s has the wrong length" % name)


# --- A receipt ----------------------------------------------------------------------------------------------------


def check_receipt(content, keys, witnesses, quorum):
    """Check a `.tlog-proof`; returns a report."""
    bad = Wrong("receipt_malformed", "this is no receipt (.tlog-proof)")
    head, gap, rest = content.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise bad from None
    if not gap or lines[0] != "c2sp.org/tlog-proof@v1" or len(lines) < 2:
        raise bad
    extra = unbase64(lines.pop(1)[6:], "receipt_malformed") if lines[1].startswith("extra ") else None
    match = re.fullmatch(r"index (0|[1-9][0-9]{0,18})", lines[1]) if len(lines) > 1 else None
    if not match:
        raise bad
    if extra is None:
        raise Wrong("receipt_without_entry", "the receipt does not carry its entry, so nothing can be hashed")
    try:
        said = json.loads(extra)
        entry = unbase64(said["entry"], "receipt_malformed")
        opening = said.get("opening")
        salt, shown = (
            (bytes.fromhex(opening["salt"]), unbase64(opening["content"], "receipt_malformed"))
            if opening
            else (None, None)
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise bad from None
    checkpoint = Checkpoint(rest)
    seen = checkpoint.verify(keys, witnesses, quorum)
    path = [unbase64(line, "receipt_malformed") for line in lines[2:]]
    leaf = hashlib.sha256(b"\x00" + entry).digest()
    if included(leaf, int(match[1]), checkpoint.size, path) != checkpoint.root:
        raise Wrong("receipt_root", "the entry is not in the tree that the log has signed")
    if salt is not None:
        try:
            promised = json.loads(entry)["commitment"]
        except (ValueError, KeyError, TypeError, RecursionError):
            promised = None
        if hashlib.sha256(salt + shown).hexdigest() != promised:
            raise Wrong("opening_differs", "what the receipt opens is not what the entry has committed to")
    return {
        "origin": checkpoint.origin,
        "index": int(match[1]),
        "size": checkpoint.size,
        "entry": entry.decode("utf-8", "replace"),
        "opened": shown.decode("utf-8", "replace") if shown is not None else None,
        "witnesses": [key.name for key in seen],
    }


# --- Command line -------------------------------------------------------------------------------------------------


def arguments(given):
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("log", nargs="?", help="address (https://.../log/NAME) or folder of a log")
    parser.add_argument("--key", action="append", default=[], help="key line of the log, or a file of such lines")
    parser.add_argument("--witness", action="append", default=[], help="key line of a witness, or a file of such lines")
    parser.add_argument("--quorum", type=int, help="how many of these witnesses must have cosigned; all by default")
    parser.add_argument("--since", help="a checkpoint you saved earlier: the log must begin with that log")
    parser.add_argument("--save", help="write the checkpoint here when all is well, for --since next time")
    parser.add_argument("--receipt", help="a receipt (.tlog-proof) to check, with or without the log")
    parser.add_argument("--openings", action="store_true", help="check as well what is served to open the entries")
    parser.add_argument("--json", action="store_true", help="the report for machines, on standard output")
    parser.add_argument("--quiet", action="store_true", help="no progress on standard error")
    return parser, parser.parse_args(given)


def run(said, say):
    """Do what the command line says; returns the report."""
    report = {"ok": True}
    keys = [key for given in said.key for key in keys_of(given)]
    witnesses = [key for given in said.witness for key in keys_of(given)]
    quorum = len(witnesses) if said.quorum is None else said.quorum
    place = None
    if said.log:
        site = said.log.startswith(("http://", "https://"))
        if not site and not os.path.isdir(said.log):
            raise Unreadable("%s is neither an address nor a folder" % said.log)
        place = Site(said.log) if site else Folder(said.log)
        since = Checkpoint(_file(said.since)) if said.since else None
        report["log"], head = check_log(place, keys, witnesses, quorum, since, said.openings, say)
    if said.receipt:
        if not keys and place is None:
            raise Unreadable("give the log's key with --key: a receipt is checked against a key you already have")
        own = keys or [Key(line) for line in (place.read("key") or b"").decode().splitlines() if line.strip()]
        report["receipt"] = check_receipt(_file(said.receipt), own, witnesses, quorum)
    if said.save and said.log:
        fresh = Path(said.save + ".new")
        fresh.write_bytes(head.content)
        os.replace(str(fresh), said.save)
    return report


def _file(name):
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise Unreadable("%s: %s" % (name, error)) from None


def plain(text):
    """Text of strangers for a terminal: what is not printable (colours, cursors, directions) is written out."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def tell(report):
    """The report for people."""

    def print(text):
        sys.stdout.write(plain(text) + "\n")

    log, receipt = report.get("log"), report.get("receipt")
    if log:
        print("OK  %s: %d entries, every one of them checked" % (log["origin"], log["size"]))
        print("    root %s" % log["root"])
        if not log["key_pinned"]:
            print("!   the key was taken from the log itself. Get it another way once, keep it, and give it with --key")
        for name in log["witnesses"]:
            print("    cosigned by %s" % name)
        if "consistent_with" in log:
            print("    begins with the log of %d entries that you saved" % log["consistent_with"])
        for kind, number in (log["totals"] or {}).items():
            print("    %s: %d, counted from the entries" % (kind, number))
        if log["opened"] is not None:
            print("    %d entries are opened to all, and each is what it committed to" % log["opened"])
        if log["totals"] is None:
            print("    no totals are served here")
    if receipt:
        print(
            "OK  receipt: entry %d of %s is in the tree of %d entries"
            % tuple(receipt[name] for name in ("index", "origin", "size"))
        )
        print("    entry: %s" % receipt["entry"])
        if receipt["opened"] is not None:
            print("    opened: %s" % receipt["opened"])
        print("    This proves that the entry was made. It does not prove that it still counts today.")


def main(given=None):
    """Entry point; returns the exit code."""
    parser, said = arguments(given)
    if not said.log and not said.receipt:
        parser.print_usage(sys.stderr)
        return 2
    started = time.monotonic()

    def say(text):
        if not said.quiet:
            print(plain(text), file=sys.stderr, flush=True)

    try:
        report, code = run(said, say), 0
    except Wrong as wrong:
        report, code = {"ok": False, "code": wrong.code, "said": str(wrong)}, 1
    except Unreadable as error:
        report, code = {"ok": None, "code": "unreadable", "said": str(error)}, 2
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError) as error:
        said_by = type(error).__name__
        report, code = {"ok": None, "code": "unreadable", "said": "something here has a strange form: " + said_by}, 2
    report["seconds"] = round(time.monotonic() - started, 1)
    if said.json:
        print(json.dumps(report, ensure_ascii=False, indent=1))
    elif code == 0:
        tell(report)
    else:
        print("%s  %s\n    code: %s" % ("WRONG" if code == 1 else "?  ", plain(report["said"]), report["code"]))
    return code


if __name__ == "__main__":
    sys.exit(main())
