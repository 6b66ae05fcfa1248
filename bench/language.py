"""How well and how fast does the Kazakh stemmer conflate forms, against no stemming?

    python bench/language.py [forms.tsv]

The list has two columns, form and lemma (default: ../shared/data/language/kazakh_form_lemma.tsv). It is split by lemma
into a half that was looked at while the rules were written and a half that was not. Conflation counts pairs whose form
differs from its lemma; a collision is a lemma that shares its stem with another lemma.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from jariya.kernel.language import analyse  # noqa: E402
from jariya.kernel.language.kazakh import stem, stem_folded  # noqa: E402
from jariya.kernel.language.kazakh.lexicon import load  # noqa: E402

Rows = list[tuple[str, str]]


def figures(rows: Rows, conflate: Callable[[str], str]) -> tuple[float, float]:
    """Conflation and collision, in percent."""
    differ = [(form, lemma) for form, lemma in rows if form != lemma]
    hits = sum(conflate(form) == conflate(lemma) for form, lemma in differ)
    shelves: dict[str, set[str]] = defaultdict(set)
    for _, lemma in rows:
        shelves[conflate(lemma)].add(lemma)
    colliding = sum(len(lemmas) for lemmas in shelves.values() if len(lemmas) > 1)
    return 100 * hits / max(1, len(differ)), 100 * colliding / max(1, sum(map(len, shelves.values())))


def first_five(word: str) -> str:
    """The peer: cut every word at five letters, the usual trick without a stemmer."""
    return word[:5]


def main() -> None:
    default = ROOT.parent / "shared" / "data" / "language" / "kazakh_form_lemma.tsv"
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    if not path.exists():
        sys.exit(f"No list of forms at {path}: give one as an argument.")
    rows: Rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        form, lemma = line.split("\t")[:2]
        rows.append((form, lemma))
    listed = load()
    parts = {
        "all": rows,
        "tune": [r for r in rows if hashlib.md5(r[1].encode()).digest()[0] % 2 == 0],
        "hold-out": [r for r in rows if hashlib.md5(r[1].encode()).digest()[0] % 2],
        "lemma not in our lists": [r for r in rows if r[1].replace("я", "йа").replace("ю", "йу") not in listed],
    }
    print("part\tpairs\tconflated %\tcolliding %\tfirst five letters: conflated %\tcolliding %\tno stemming")
    for name, part in parts.items():
        ours, peer = figures(part, stem), figures(part, first_five)
        print(f"{name}\t{len(part)}\t{ours[0]:.1f}\t{ours[1]:.1f}\t{peer[0]:.1f}\t{peer[1]:.1f}\t0.0 / 0.0")
    folded = figures(rows, stem_folded)
    print(f"all, typed without Kazakh letters\t{len(rows)}\t{folded[0]:.1f}\t{folded[1]:.1f}")
    words = [form for form, _ in rows]
    stem.cache_clear()
    start = time.perf_counter()
    for word in words:
        stem(word)
    cold = len(words) / (time.perf_counter() - start)
    text = " ".join(words * 20)
    list(analyse(text, "kk"))
    start = time.perf_counter()
    n = sum(1 for _ in analyse(text, "kk"))
    warm = n / (time.perf_counter() - start)
    start = time.perf_counter()
    n = len(text.lower().split())
    split = n / (time.perf_counter() - start)
    print(f"words/s: new words {cold:,.0f}, running text, four streams {warm:,.0f}, str.split alone {split:,.0f}")


if __name__ == "__main__":
    main()
