"""Do the pages of petitions cost the same with 3,000 and with 300,000 of them?

    DATABASE_URL=postgresql://… python bench/petitions_pages.py [--petitions 300] [--folds 10,100] [--times 40] [--keep]

Makes `--petitions` petitions with their histories, logs and signatures in a database of its own, folds them inside the
database (`folding.py`: each case, term, event, text, refusal, count and index entry again under new ids) and measures
after each fold: 300 x 10 = 3,000, x 100 = 300,000. A twin has no hourly totals of its own: the page that is measured is
that of an original with the longest log. Pages are whole requests through every middleware, without a network; the
page "kept" is what a crowd gets (`kernel/web/hot`). Prints tab-separated: size, page, queries, p50 and p95 by the
clock, p50 and p95 of processor time in Python and PostgreSQL together, limit. Exit code 1 when a page's p95 of
processor time is over its limit: the clock is of this machine's other work too.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from folding import fold
from ground import Clock, database, figure, heading, megabytes, say
from information import Measured, Page

LIMIT, KEPT = 100.0, 5.0
WORDS = {"kk": "жолды жөндеу", "ru": "ремонт дороги"}
TABLES = (
    "lifecycle_case", "lifecycle_obligation", "lifecycle_event", "petitions_petition", "petitions_revision",
    "petitions_refusal", "record_log", "collecting_collection", "petition_public_standing",
)  # fmt: skip


def pages() -> list[Page]:
    """What is measured: addresses of the petitions in the database."""
    from django.conf import settings
    from django.test import Client

    from jariya.kernel.bodies.models import Region
    from jariya.portals.petitions.models import Petition

    client = Client()

    def get(path: str, *, seconds: float = 0.0) -> Callable[[], Any]:
        def run() -> None:
            settings.HOT_SECONDS = seconds
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)

        return run

    shown = Petition.objects.visible_to(None).filter(opened_at__isnull=False)
    longest = shown.order_by("-case__collection__log__totals__count", "case_id").exclude(
        case__collection__log__totals=None
    )
    one = longest.select_related("case").first()
    every = shown.count()
    deep = shown.select_related("case").order_by("-opened_at", "-case_id")[every // 2]
    region = Region.objects.filter(pk__in=shown.values("region")).order_by("pk").first()
    body = one.addressee.slug
    home, page = "/kk/petitions/", f"/kk/petitions/{one.case.public_id}/"
    figure("of them", "public", every, "hourly totals of the page's petition",
           one.case.collection.log.totals.count())  # fmt: skip
    found: list[Page] = [
        ("petition", get(page), LIMIT),
        ("petition, kept", get(page, seconds=3600.0), KEPT),
        ("petition, counter to be framed", get(f"{page}embed/"), LIMIT),
        ("front", get(home), LIMIT),
        ("all, in the middle", get(f"{home}?which=all&after={quote(deep.case.public_id)}"), LIMIT),
        ("all of nothing", get(f"{home}?which=decided&body={body}&year=2024&outcome=satisfied"), LIMIT),
    ]
    found += [
        (f"list: {which}", get(f"{home}?which={which}"), LIMIT)
        for which in ("all", "collecting", "considered", "decided", "archive", "refused")
    ]
    facets = {
        "body": f"body={body}",
        "year": "year=2025",
        "outcome": "outcome=partly",
        "ground": "which=refused&ground=courts",
    }
    if region is not None:
        facets |= {"region": f"region={region.code}", "region, archive": f"which=archive&region={region.code}"}
    found += [(f"list by {name}", get(f"{home}?{query}"), LIMIT) for name, query in facets.items()]
    found += [(f"search {lang}", get(f"/{lang}/petitions/?q={quote(words)}"), LIMIT) for lang, words in WORDS.items()]
    found += [
        ("search, collecting alone", get(f"{home}?q={quote(WORDS['kk'])}&which=collecting"), LIMIT),
        ("search, a word of nobody", get(f"{home}?q=zzqqzz"), LIMIT),
        ("promises", get(f"{home}promises/"), LIMIT),
        ("refusals", get(f"{home}refusals/"), LIMIT),
        ("JSON: list", get("/api/v1/petitions?which=all&limit=100"), LIMIT),
        ("JSON: one", get(f"/api/v1/petitions/{one.case.public_id}"), LIMIT),
    ]
    return found


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--petitions", type=int, default=300)
    parser.add_argument("--folds", default="10,100", help="how many times, one after the other")
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--keep", action="store_true", help="leave the database")
    options = parser.parse_args()
    os.environ["PGOPTIONS"] = "-c max_parallel_workers_per_gather=0"
    heading()
    measured = Measured(options.times)
    with tempfile.TemporaryDirectory(prefix="petitions-") as folder:
        os.environ["JARIYA_LOG_STORAGE_OPTIONS"] = json.dumps({"location": f"{folder}/logs"})
        os.environ["JARIYA_LOG_KEY_DIR"] = f"{folder}/keys"
        with database("petitions_pages", keep=options.keep):
            from django.test.utils import override_settings
            from django.utils import timezone

            from jariya.kernel.lifecycle.models import Case, Event
            from jariya.portals.petitions.public import standing
            from jariya.project import invented, nation, petitions_nation

            now = timezone.now()
            nation.load_ground(now=now, say=say)
            invented.staff(now)
            invented.citizens(200, seed=1, now=now)
            clock = Clock()
            petitions_nation.make_full(now=now, seed=1, say=say, petitions=options.petitions, scale=0.004)
            figure("petitions with histories and signatures", options.petitions, "seconds, processor", *clock.read())
            with override_settings(ALLOWED_HOSTS=["*"]):
                for times in (int(one) for one in options.folds.split(",")):
                    clock = Clock()
                    fold(times, kinds=["petition"], tables=TABLES)
                    standing.refresh(now=now)
                    size = Case.objects.filter(kind="petition").count()
                    figure("size", size, "events", Event.objects.count(), "megabytes", megabytes(), "seconds",
                           *clock.read())  # fmt: skip
                    figure("size", "page", "queries", "clock p50 ms", "p95", "processor p50 ms", "p95", "limit")
                    for name, run, limit in pages():
                        measured.page(str(size), name, run, limit)
    measured.grown()
    return 1 if measured.over else 0


if __name__ == "__main__":
    sys.exit(main())
