"""How much of the personal data in texts is marked, how much is marked wrongly, and how fast?

    python bench/personal.py [number of texts] [--misses]

A made corpus (seeded, Kazakh and Russian by halves, with hard negatives) and texts written by hand. A label
is found when at least nine tenths of its letters and digits are marked with its kind; a mark is right when it touches
a label of its kind. The corpus is made by us and measures our own rules; the last group of texts keeps it honest.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.kernel.language.personal import held_out  # noqa: E402
from tests.kernel.language.personal.corpus import Text, texts  # noqa: E402
from tests.kernel.language.personal.natural import TEXTS, labelled  # noqa: E402

from jariya.kernel.language.personal import KINDS, find  # noqa: E402

ALL = frozenset(KINDS)


class Score:
    """Counts by kind."""

    def __init__(self) -> None:
        self.labels: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.marks: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.missed: list[str] = []
        self.wrong: list[str] = []

    def add(self, made: Text) -> None:
        """Mark a text and compare."""
        marks = find(made.text, ALL)
        for kind, start, end in made.labels:
            wanted = {at for at in range(start, end) if made.text[at].isalnum()}
            covered = {at for one in marks if one.kind == kind for at in range(one.start, one.end)} & wanted
            self.labels[kind] += 1
            if len(covered) >= 0.9 * len(wanted):
                self.found[kind] += 1
            else:
                self.missed.append(f"{kind}: {made.text[start:end]!r} in {made.text[max(0, start - 40) : end + 20]!r}")
        for one in marks:
            self.marks[one.kind] += 1
            if any(one.kind == kind and one.start < end and start < one.end for kind, start, end in made.labels):
                self.right[one.kind] += 1
            else:
                self.wrong.append(f"{one.kind}: {one.text!r} in {made.text[max(0, one.start - 40) : one.end + 20]!r}")

    def rows(self) -> Iterable[str]:
        """A line per kind and one for all."""
        for kind in [*KINDS, ""]:
            pick = (lambda counter, kind=kind: counter[kind]) if kind else (lambda counter: counter.total())
            labels, marks = pick(self.labels), pick(self.marks)
            if labels or marks:
                recall = f"{100 * pick(self.found) / labels:.1f}" if labels else "-"
                precision = f"{100 * pick(self.right) / marks:.1f}" if marks else "-"
                yield f"{kind or 'all'}\t{labels}\t{recall}\t{precision}"


def scored(made: Iterable[Text]) -> Score:
    """The score of these texts."""
    score = Score()
    for one in made:
        score.add(one)
    return score


def main() -> None:
    """Print recall and precision per kind, and the speed."""
    number = next((int(word) for word in sys.argv[1:] if re.fullmatch(r"\d+", word)), 2000)
    corpus = list(texts(number))
    hand = [labelled(text) for text in TEXTS]
    unseen = [labelled(text) for text in held_out.TEXTS]
    for title, made in (
        (f"made, {number} texts", corpus),
        (f"by hand, {len(hand)} texts", hand),
        (f"by hand, no rule was tuned on these, {len(unseen)} texts", unseen),
    ):
        score = scored(made)
        print(f"{title}\nkind\tlabels\trecall %\tprecision %")
        print("\n".join(score.rows()))
        if "--misses" in sys.argv:
            print("\n".join(f"missed {line}" for line in score.missed[:60]))
            print("\n".join(f"wrong {line}" for line in score.wrong[:60]))
    prose = "\n".join(text.text for text in hand) + "\n"
    quiet = re.sub(r"[0-9]", "", prose)
    for title, text in (
        ("texts by hand, full of numbers", prose * 20),
        ("one such text in ten, nine without a digit", (prose + quiet * 9) * 4),
    ):
        size = len(text.encode())
        best = min(_seconds(text) for _ in range(3))
        print(f"{title}\t{size / best / 1e6:.1f} MB/s")


def _seconds(text: str) -> float:
    began = time.process_time()
    for at in range(0, len(text), 4000):
        find(text[at : at + 4000])
    return time.process_time() - began


if __name__ == "__main__":
    main()
