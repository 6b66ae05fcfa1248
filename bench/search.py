"""Does search stay under 100 ms (p95) at a million documents on two cores, for the query mix of a state's site?

    DATABASE_URL=postgresql://… python bench/search.py [--documents 1000000] [--keep] [--processes 2]

Makes its own database beside the named one (`…_search_bench`), builds generated documents in Kazakh and Russian (Zipf
vocabulary, inflected) by COPY, fills up to the number with copies of these on later days, and measures p50/p95 of
whole searches: parsing, finding, facets, ranking, marking.
Mix: 20 % one word that stands in over 10 % of the documents, 50 % two words, 20 % rare, 10 % misspelt.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from importlib.resources import files
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

DAYS = 5 * 365
LAST = dt.date(2026, 11, 1)
ROOTS = 20_000
_KK_BACK = "_ ның да лар дан ға сы лардың мен ымыз ында лары".replace("_", "").split(" ")
_KK_FRONT = "_ нің де лер ден ге сі лердің мен іміз інде лері".replace("_", "").split(" ")
_RU_ENDINGS = ["", "а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах"]


class Speech:
    """A language's vocabulary: roots by Zipf's law, each with its forms."""

    def __init__(self, language: str) -> None:
        rng = random.Random(language)
        roots: dict[str, None] = {}
        if language == "kk":
            listed = (files("jariya.kernel.language.kazakh") / "nouns.txt").read_text(encoding="utf-8")
            known = [w for line in listed.splitlines() if not line.startswith("#") for w in line.split() if len(w) > 3]
            rng.shuffle(known)
            roots = dict.fromkeys(known)
        vowels, consonants = ("аыоұ", "қлмнрстжбдғшз") if language == "kk" else ("аоиеу", "бвгдзклмнпрстч")
        while len(roots) < ROOTS:
            root = "".join(rng.choice(consonants) + rng.choice(vowels) for _ in range(rng.choice((1, 2, 2, 3))))
            roots[root + rng.choice(consonants)] = None
        self.forms: list[list[str]] = []
        for root in roots:
            if language == "kk":
                front = any(c in "әеөүі" for c in root)
                self.forms.append([root + ending for ending in (_KK_FRONT if front else _KK_BACK)])
            else:
                self.forms.append([root + ending for ending in _RU_ENDINGS])
        # Zipf-Mandelbrot: flat at the head as a text without its stop words is.
        self.weights = list(accumulate(1 / (rank + 12) for rank in range(len(self.forms))))

    def say(self, rng: random.Random, count: int) -> str:
        ranks = rng.choices(range(len(self.forms)), cum_weights=self.weights, k=count)
        return " ".join(self.forms[rank][min(int(rng.expovariate(0.5)), len(self.forms[rank]) - 1)] for rank in ranks)


def documents(start: int, count: int, total: int, speeches: dict[str, Speech]) -> Iterator[object]:
    from jariya.kernel.search.actions import Document

    rng = random.Random(start)
    for number in range(start, start + count):
        language = "kk" if rng.random() < 0.55 else "ru"
        speech = speeches[language]
        yield Document(
            ref=f"case:{number}",
            language=language,
            portal=rng.choice(("dialogue", "dialogue", "requests", "acts")),
            kind=rng.choice(("question", "question", "question", "request", "act")),
            day=LAST - dt.timedelta(days=DAYS - int(number * DAYS / total)),
            title=speech.say(rng, rng.randint(4, 10)),
            text=speech.say(rng, min(400, 20 + int(rng.expovariate(1 / 55)))),
            url_name="dialogue:question",
            url_args=[f"Q-26-{number:08d}"],
            body=int(rng.paretovariate(0.6)) % 3000 + 1,
            region=rng.randint(1, 240),
            answered=rng.random() < 0.8,
            invented=True,
        )


def prepare(name: str) -> None:
    import django

    os.environ["DATABASE_URL"] = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + "/" + name
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jariya.project.settings")
    os.environ.setdefault("JARIYA_MODE", "demo")
    django.setup()


def _worker(name: str, index: int, processes: int, distinct: int, total: int, step: int) -> None:
    prepare(name)
    from jariya.kernel.search.actions import bulk_put

    speeches = {language: Speech(language) for language in ("kk", "ru")}
    for start in range(index * step, distinct, processes * step):
        bulk_put(documents(start, min(step, distinct - start), total, speeches), fresh=True)  # type: ignore[arg-type]
        if index == 0 and start % (step * processes * 10) == 0:
            print(f"  {start:,} of {distinct:,} distinct", file=sys.stderr, flush=True)


_COLUMNS = "language, portal, kind, body, region, answered, invented, title, url_name, url_args, text, title_words"
_WHEN = "concat_ws(' ', quote_literal('@m:' || {0}), quote_literal('@q:' || {0} / 3), quote_literal('@y:' || {0} / 12))"
_MONTH = "(extract(year FROM {0}) * 12 + extract(month FROM {0}) - 1)::int"
_OLD, _NEW = _MONTH.format("day"), _MONTH.format("(day + %(shift)s)")
_COPY = f"""
INSERT INTO search_entry ({_COLUMNS}, ref, day, words)
SELECT {_COLUMNS}, ref || %(suffix)s, day + %(shift)s,
    ts_delete(words, ARRAY['@m:' || {_OLD}, '@q:' || {_OLD} / 3, '@y:' || {_OLD} / 12])
    || {_WHEN.format(_NEW)}::tsvector
FROM search_entry WHERE id <= %(last)s ORDER BY id LIMIT %(rows)s
"""


def fill(total: int) -> None:
    """Copies of the first documents on later days: the vocabulary is bounded, so shares of words stay as they are."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(id) FROM search_entry")
        distinct, last = cursor.fetchone()
        for copied in range(1, -(-total // distinct)):
            shift = int(copied * distinct * DAYS / total)
            rows = min(distinct, total - copied * distinct)
            cursor.execute(_COPY, {"suffix": f"-{copied}", "shift": shift, "last": last, "rows": rows})
            print(f"  {copied * distinct + rows:,} of {total:,}", file=sys.stderr, flush=True)


def build(name: str, total: int, distinct: int, processes: int) -> None:
    from django.core.management import call_command
    from django.db import connection, connections

    call_command("migrate", "search", verbosity=0)
    from jariya.kernel.search.actions import drop, mend, refresh_shares, refresh_vocabulary
    from jariya.kernel.search.models import WORDS_INDEX, Entry

    if Entry.objects.count() == total:
        return
    distinct = min(distinct, total)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE search_entry, search_vocabulary, search_share")
    drop()
    connections.close_all()
    start = time.perf_counter()
    context = multiprocessing.get_context("spawn")
    workers = [
        context.Process(target=_worker, args=(name, i, processes, distinct, total, 2000)) for i in range(processes)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    copied = time.perf_counter() - start
    start = time.perf_counter()
    fill(total)
    filled = time.perf_counter() - start
    start = time.perf_counter()
    mend()
    indexed = time.perf_counter() - start
    start = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE search_entry")
    vacuumed = time.perf_counter() - start
    start = time.perf_counter()
    refresh_shares()
    shared = time.perf_counter() - start
    start = time.perf_counter()
    words = refresh_vocabulary()
    counted = time.perf_counter() - start
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE search_vocabulary")
        cursor.execute(
            "SELECT pg_size_pretty(pg_relation_size('search_entry')),"
            " pg_size_pretty(pg_table_size('search_entry') - pg_relation_size('search_entry')),"
            " pg_size_pretty(pg_relation_size(%s))",
            [WORDS_INDEX],
        )
        heap, toast, gin = cursor.fetchone()
    print(
        f"build\t{distinct:,} documents analysed and copied in: {copied:.0f} s ({distinct / copied:,.0f}/s, {processes}"
        f" processes), copies up to {total:,}: {filled:.0f} s, index"
        f" {indexed:.0f} s, vacuum {vacuumed:.0f} s, shares {shared:.1f} s,"
        f" vocabulary of {words:,} words {counted:.0f} s"
    )
    print(f"size\theap {heap}, out of line {toast}, word index {gin}")


def queries(total: int) -> dict[str, list[tuple[str, str]]]:
    """The mix, from what the index holds."""
    from jariya.kernel.search.common import shares
    from jariya.kernel.search.lexemes import alternatives

    rng = random.Random(7)
    known = shares()
    mix: dict[str, list[tuple[str, str]]] = {"common": [], "two words": [], "rare": [], "misspelt": []}
    for language in ("kk", "ru"):
        speech = Speech(language)
        common = [f for f in speech.forms[:400] if sum(known.share.get(a, 0) for a in alternatives(f[0])) > 0.10]
        for _ in range(50):
            mix["common"].append((rng.choice(rng.choice(common)), language))
        for _ in range(125):
            mix["two words"].append((" ".join(speech.say(rng, 2).split()), language))
        for _ in range(50):
            mix["rare"].append((rng.choice(rng.choice(speech.forms[8000:])[:3]), language))
        while len(mix["misspelt"]) < (25 if language == "kk" else 50):
            word = rng.choice(rng.choice(speech.forms[:6000]))
            if len(word) < 6:
                continue
            at = rng.randint(1, len(word) - 2)
            slip = rng.choice(("drop", "swap", "change"))
            wrong = {
                "drop": word[:at] + word[at + 1 :],
                "swap": word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                "change": word[:at] + rng.choice("кшмэц") + word[at + 1 :],
            }[slip]
            mix["misspelt"].append((wrong, language))
    return mix


class Work:
    """Processor time of this process and of its PostgreSQL backend (when that runs on this machine), in ms."""

    def __init__(self) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.backend = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def now(self) -> float:
        there = int(self.backend.read_text().split()[0]) / 1e6 if self.backend.exists() else 0.0
        return 1000 * time.process_time() + there


def measure(run: Callable[[str, str], object], asked: list[tuple[str, str]]) -> list[tuple[float, float]]:
    """Of each query: milliseconds by the clock, and of processor time in Python and PostgreSQL together."""
    taken = []
    work = Work()
    for text, language in asked:
        start, before = time.perf_counter(), work.now()
        run(text, language)
        taken.append((1000 * (time.perf_counter() - start), work.now() - before))
    return taken


def _line(name: str, taken: list[tuple[float, float]], more: str = "") -> str:
    clock = statistics.quantiles([one[0] for one in taken], n=100)
    work = statistics.quantiles([one[1] for one in taken], n=100)
    return (
        f"{name}\tn={len(taken)}\tp50 {clock[49]:.1f} ms\tp95 {clock[94]:.1f} ms\tmax {max(taken)[0]:.1f} ms"
        f"\tprocessor p50 {work[49]:.1f} ms p95 {work[94]:.1f} ms\t{more}"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=1_000_000)
    arguments.add_argument("--distinct", type=int, default=250_000)
    arguments.add_argument("--processes", type=int, default=2)
    arguments.add_argument("--keep", action="store_true", help="keep the database for another run")
    given = arguments.parse_args()
    if "DATABASE_URL" not in os.environ:
        sys.exit("Set DATABASE_URL: the benchmark makes its own database beside that one.")
    import psycopg

    name = os.environ["DATABASE_URL"].rsplit("/", 1)[1] + "_search_bench"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(f'CREATE DATABASE "{name}"')
    home = os.environ["DATABASE_URL"]
    prepare(name)
    from django.db import connections

    build(name, given.documents, given.distinct, given.processes)
    from jariya.kernel.search.queries import search, similar

    def run(text: str, language: str) -> object:
        return search(text, lang=language)

    mix = queries(given.documents)
    everything = [query for asked in mix.values() for query in asked]
    random.Random(1).shuffle(everything)
    measure(run, everything[:100])  # warm
    for kind, asked in mix.items():
        found = [search(text, lang=language) for text, language in asked[:50]]
        totals = sorted(f.total.number for f in found)
        over = sum(f.total.more for f in found)
        note = f"median total {totals[len(totals) // 2]}, more than counted {over}/{len(found)}"
        if kind == "misspelt":
            note += f", mended {sum(bool(f.mended) for f in found)}/{len(found)}"
        print(_line(kind, measure(run, asked), note), flush=True)
    whole = measure(run, everything)
    slowest = statistics.quantiles([one[0] for one in whole], n=100)[94]
    print(_line("the mix", whole, f"p95 is {slowest / 100:.2f} of the limit of 100 ms; load {os.getloadavg()[0]:.1f}"))
    rng = random.Random(3)
    speeches = {language: Speech(language) for language in ("kk", "ru")}
    drafts = [(speeches[lang].say(rng, 12), lang) for lang in ("kk", "ru") for _ in range(50)]
    print(_line("similar to a draft", measure(lambda text, lang: similar(text, lang=lang, kind="question"), drafts)))
    connections.close_all()
    if not given.keep:
        with psycopg.connect(home, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}"')


if __name__ == "__main__":
    main()
