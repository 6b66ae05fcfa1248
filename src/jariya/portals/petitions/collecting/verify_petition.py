#!/usr/bin/env python3
"""verify_petition.py: count a petition's signatures yourself, without trusting the site. Python 3.9 or newer.

    python3 verify_petition.py https://example.kz/log/p2026-abcdefgh-0 --key KEYFILE --since OLD --save NEW
    python3 verify_petition.py ./downloaded-folder --hours
    python3 verify_petition.py https://example.kz/log/p2026-abcdefgh-0 --receipt my.tlog-proof

It replays the petition's log from its static files: every entry against its hash and the signed root, that the log
still begins with the log you saved, that no signature stands in it twice, and then the count, the number of each
region and of each hour. They must be what count.json and totals.json say.

It cannot check that a signer exists: that is what the sealed evidence is for, opened to a court or an auditor by two
registrars. Exit: 0 all is well; 1 the log or the count is wrong; 2 misuse, or something could not be read.
"""

# ruff: noqa: F403, F405
import argparse
import hashlib
import json
import os
import re
import sys
import time
from array import array
from collections import Counter
from pathlib import Path

from verify_log import *

# The line above is replaced by that file's own text in the copy the site serves.

SIGN_KEYS = ({"v", "kind", "hour", "commitment"}, {"v", "kind", "hour", "commitment", "region"})
MANY_KEYS = {"v", "kind", "hour", "regions"}
OTHERS = ("key.added", "key.retired")
HOUR = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3])")
REGION = re.compile(r"[0-9]{9}|")
HASHED = re.compile(r"[0-9a-f]{64}")


class Replay:
    """The count, leaf by leaf; and as it was when the log had as many leaves as count.json speaks of."""

    def __init__(self, mark):
        self.mark, self.then, self.highest = mark, None, 0
        self.regions, self.hours = Counter(), Counter()
        self.kinds = Counter()
        self.commitments = array("Q")
        if mark == 0:
            self.then = self.now()

    def now(self):
        """Totals at this moment."""
        return {
            "count": self.kinds["sign"] - self.kinds["minus"],
            "signatures": self.kinds["sign"],
            "minus": self.kinds["minus"],
            "paper": self.kinds["paper"],
            "regions": dict(sorted(self.regions.items())),
        }

    def add(self, index, entry):
        """One leaf."""
        try:
            leaf = json.loads(entry)
            known = isinstance(leaf, dict) and leaf.get("v") == 1 and not isinstance(leaf["v"], bool)
            kind = leaf.get("kind") if known else None
        except (ValueError, RecursionError):
            kind = None
        if kind == "sign":
            self._sign(index, leaf)
        elif kind in ("minus", "paper"):
            self._many(index, kind, leaf)
        elif kind not in OTHERS:
            raise Wrong("leaf_unknown", "entry %d is no leaf of a petition" % index)
        self.highest = max(self.highest, self.kinds["sign"] - self.kinds["minus"])
        if index + 1 == self.mark:
            self.then = self.now()

    def _sign(self, index, leaf):
        hour, region, promised = leaf.get("hour"), leaf.get("region", ""), leaf.get("commitment")
        fits = isinstance(promised, str) and HASHED.fullmatch(promised) and set(leaf) in SIGN_KEYS
        if not fits or not _hour(hour) or not _region(region):
            raise Wrong("leaf_odd", "entry %d is no signature as docs/petitions-log.md describes it" % index)
        self.commitments.append(int(promised[:16], 16))
        self.kinds["sign"] += 1
        self.regions[region] += 1
        self.hours[hour] += 1

    def _many(self, index, kind, leaf):
        hour, regions = leaf.get("hour"), leaf.get("regions")
        if not isinstance(regions, dict) or not regions or set(leaf) != MANY_KEYS or not _hour(hour):
            raise Wrong("leaf_odd", "entry %d is no batch as docs/petitions-log.md describes it" % index)
        for region, number in regions.items():
            if not _region(region) or not whole(number) or number == 0:
                raise Wrong("leaf_odd", "entry %d counts something odd" % index)
            self.kinds[kind] += number
            if kind == "minus":
                self.regions[region] -= number
                self.hours[hour] -= number
                if self.regions[region] < 0:
                    said = "entry %d takes back more signatures of %s than there are" % (index, region or "no region")
                    raise Wrong("minus_too_many", said)

    def twice(self):
        """No commitment may stand in the log twice: the salts are random."""
        ordered = sorted(self.commitments)
        if any(one == other for one, other in zip(ordered, ordered[1:])):
            raise Wrong("signature_twice", "one signature stands in the log twice")


def _hour(text):
    return isinstance(text, str) and HOUR.fullmatch(text) is not None


def _region(text):
    return isinstance(text, str) and REGION.fullmatch(text) is not None


def served_count(place):
    """count.json, None when it is not served."""
    content = place.read("count.json")
    if content is None:
        return None
    try:
        said = json.loads(content)
        numbers = [said[name] for name in ("size", "count", "signatures", "minus", "paper")]
        fits = all(whole(number) for number in numbers) and isinstance(said["regions"], dict)
        fits = fits and isinstance(said.get("thresholds", {}), dict) and isinstance(said["origin"], str)
        fits = fits and all(_region(region) and whole(number) for region, number in said["regions"].items())
        fits = fits and all(
            isinstance(one, dict) and whole(one["number"]) for one in said.get("thresholds", {}).values()
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        fits = False
    if not fits:
        raise Wrong("count_malformed", "count.json cannot be read")
    return said


def compare(said, replay, origin, size):
    """What count.json says against the replay."""
    if said["origin"] != origin:
        raise Wrong("count_of_another", "count.json is of %s, the log is %s" % (said["origin"], origin))
    if said["size"] > size:
        raise Wrong("count_ahead", "count.json speaks of %d entries, the checkpoint of %d" % (said["size"], size))
    for name in ("count", "signatures", "minus", "paper"):
        if said[name] != replay.then[name]:
            told = "count.json says %s %d, the entries say %d" % (name, said[name], replay.then[name])
            raise Wrong("count_differs", told)
    for region in sorted(set(said["regions"]) | set(replay.then["regions"])):
        shown, counted = said["regions"].get(region, 0), replay.then["regions"].get(region, 0)
        if shown != counted:
            told = "count.json says %d for %s, the entries say %d" % (shown, region or "no region", counted)
            raise Wrong("regions_differ", told)
    for kind, one in said.get("thresholds", {}).items():
        if one.get("crossed") and one["number"] > replay.highest:
            raise Wrong("threshold_not_reached", "%s: %d was never reached" % (plain(str(kind)), one["number"]))


def check_petition(place, keys, witnesses, quorum, since, say):
    """Replay a petition's log; returns (report, checkpoint). Raises Wrong, Unreadable."""
    # The count first: what is published later can only be larger.
    said = served_count(place)
    replay = Replay(said["size"] if said else None)
    report, head = check_log(place, keys, witnesses, quorum, since, False, say, replay.add)
    replay.twice()
    if said is not None:
        compare(said, replay, head.origin, head.size)
    report["served"] = said is not None
    report["petition"] = said.get("petition") if said else None
    report.update(replay.now())
    report["hours"] = dict(sorted(replay.hours.items()))
    return report, head


def sample(root, size, number):
    """Places of entries for an audit, drawn by the signed root: nobody could choose them, anyone can draw them again.

    If a share p of the signatures were invented, a sample of n finds none of them with a chance of (1 - p) ** n: 300
    find a share of 1 % with 95 %.
    """
    found, turn = set(), 0
    while len(found) < min(number, size):
        drawn = hashlib.sha256(b"audit" + root + turn.to_bytes(8, "big")).digest()
        found.add(int.from_bytes(drawn, "big") % size)
        turn += 1
    return sorted(found)


def given_by(words):
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("log", help="address (https://.../log/p2026-...) or folder of a petition's log")
    parser.add_argument("--key", action="append", default=[], help="key line of the log, or a file of such lines")
    parser.add_argument("--witness", action="append", default=[], help="key line of a witness, or a file of such lines")
    parser.add_argument("--quorum", type=int, help="how many of these witnesses must have cosigned; all by default")
    parser.add_argument("--since", help="a checkpoint you saved earlier: the log must begin with that log")
    parser.add_argument("--save", help="write the checkpoint here when all is well, for --since next time")
    parser.add_argument("--receipt", help="a receipt (.tlog-proof) to check as well")
    parser.add_argument("--sample", type=int, default=0, help="draw so many entries for an audit, by the root itself")
    parser.add_argument("--hours", action="store_true", help="print the number of each hour, tab-separated")
    parser.add_argument("--json", action="store_true", help="the report for machines, on standard output")
    parser.add_argument("--quiet", action="store_true", help="no progress on standard error")
    return parser.parse_args(words)


def replayed(said, say):
    """Do what the command line says; returns the report."""
    keys = [key for given in said.key for key in keys_of(given)]
    witnesses = [key for given in said.witness for key in keys_of(given)]
    quorum = len(witnesses) if said.quorum is None else said.quorum
    site = said.log.startswith(("http://", "https://"))
    if not site and not os.path.isdir(said.log):
        raise Unreadable("%s is neither an address nor a folder" % said.log)
    place = Site(said.log) if site else Folder(said.log)
    since = Checkpoint(bytes_of(said.since)) if said.since else None
    report, head = check_petition(place, keys, witnesses, quorum, since, say)
    if said.receipt:
        own = keys or [Key(line) for line in (place.read("key") or b"").decode().splitlines() if line.strip()]
        report["receipt"] = check_receipt(bytes_of(said.receipt), own, witnesses, quorum)
        if report["receipt"]["origin"] != head.origin:
            raise Wrong("receipt_of_another", "the receipt is of %s" % report["receipt"]["origin"])
    if said.sample > 0:
        report["sample"] = sample(head.root, head.size, said.sample)
    if said.save:
        fresh = Path(said.save + ".new")
        fresh.write_bytes(head.content)
        os.replace(str(fresh), said.save)
    report["ok"] = True
    return report


def bytes_of(name):
    """A file the person named."""
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise Unreadable("%s: %s" % (name, error)) from None


def show(report, hours):
    """The report for people."""
    lines = ["OK  %s: %d entries, every one of them checked" % (report["origin"], report["size"])]
    lines.append("    root %s" % report["root"])
    if not report["key_pinned"]:
        lines.append("!   the key was taken from the log itself: get it another way once, and give it with --key")
    lines.append("    signatures that count: %d (signed %d, taken back or found not valid %d)"
                 % (report["count"], report["signatures"], report["minus"]))  # fmt: skip
    lines.append("    on paper, counted apart: %d" % report["paper"])
    for region, number in report["regions"].items():
        lines.append("    %s\t%d" % (region or "no region", number))
    if not report["served"]:
        lines.append("    no count.json is served here, so nothing was compared with it")
    if "consistent_with" in report:
        lines.append("    begins with the log of %d entries that you saved" % report["consistent_with"])
    if hours:
        lines += ["%s\t%d" % row for row in report["hours"].items()]
    if "sample" in report:
        lines.append("    sample for an audit, entries: " + " ".join(str(place) for place in report["sample"]))
    if "receipt" in report:
        lines.append("OK  receipt: entry %d stands in the log" % report["receipt"]["index"])
        lines.append("    This proves that the signature was entered. It does not prove that it still counts today.")
    sys.stdout.write("".join("%s\n" % "\t".join(plain(part) for part in line.split("\t")) for line in lines))


def verify(words=None):
    """Entry point; returns the exit code."""
    said, started = given_by(words), time.monotonic()

    def say(text):
        if not said.quiet:
            print(plain(text), file=sys.stderr, flush=True)

    try:
        report, code = replayed(said, say), 0
    except Wrong as wrong:
        report, code = {"ok": False, "code": wrong.code, "said": str(wrong)}, 1
    except Unreadable as error:
        report, code = {"ok": None, "code": "unreadable", "said": str(error)}, 2
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError) as error:
        told = "something here has a strange form: " + type(error).__name__
        report, code = {"ok": None, "code": "unreadable", "said": told}, 2
    report["seconds"] = round(time.monotonic() - started, 1)
    if said.json:
        print(json.dumps(report, ensure_ascii=False, indent=1))
    elif code == 0:
        show(report, said.hours)
    else:
        print("%s  %s\n    code: %s" % ("WRONG" if code == 1 else "?  ", plain(report["said"]), report["code"]))
    return code


if __name__ == "__main__":
    sys.exit(verify())
