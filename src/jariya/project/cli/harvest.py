"""`jariya harvest URL --kind ckan|dcat|egov|csv`: read the catalogue of another site, or say what would be read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

Address = Annotated[str, typer.Argument(help="Address of the catalogue; none with --due.")]
Kind = Annotated[str, typer.Option(help="What it speaks: ckan, dcat, egov or csv.")]
Dry = Annotated[bool, typer.Option("--dry-run", help="Read it all, write nothing, say what would happen.")]
Title = Annotated[str, typer.Option(help="What the source is called.")]
Lang = Annotated[str, typer.Option(help="In which language its words stand where it does not say: kk, ru or en.")]
Names = Annotated[Path | None, typer.Option(help="Names of its sets, one a line, for a source without a list.")]
Map = Annotated[list[str] | None, typer.Option("--map", help="PUBLISHER=BODY: which body a publisher is here.")]
Due = Annotated[bool, typer.Option("--due", help="Harvest every source that is due, as the hourly job does.")]
Gone = Annotated[bool, typer.Option("--gone", help="Mark records as gone even where most of them left at once.")]
Neighbours = Annotated[bool, typer.Option("--neighbours", hidden=True, help="This machine may be called: for tests.")]
LONGEST_LIST = 50


def command(
    url: Address = "",
    kind: Kind = "ckan",
    dry_run: Dry = False,
    title: Title = "",
    language: Lang = "",
    names: Names = None,
    map_: Map = None,
    due: Due = False,
    gone: Gone = False,
    neighbours: Neighbours = False,
) -> None:
    """Harvest a catalogue. Standard output: what became of records, tab-separated; exit 1 when the source failed."""
    from jariya.project.cli import django

    django()
    from django.conf import settings
    from django.utils import timezone

    from jariya.kernel.lifecycle.refusals import Refused
    from jariya.portals.opendata.harvesting import actions, running
    from jariya.portals.opendata.harvesting.fetching import fetcher
    from jariya.portals.opendata.harvesting.models import Source

    if neighbours and settings.MODE == "production":
        _misuse("--neighbours is for tests.")
    fetch = fetcher(neighbours=neighbours)
    if due:
        for key, state in running.harvest_due(timezone.now, fetch=fetch).items():
            print(key, state, sep="\t")
        return
    if not url:
        _misuse("Give the address of a catalogue, or --due.")
    told = [line.strip() for line in names.read_text("utf-8").splitlines() if line.strip()] if names else []
    if kind not in {"ckan", "dcat", "egov", "csv"}:
        _misuse("--kind is ckan, dcat, egov or csv.")
    if dry_run:
        source = Source.objects.filter(url=url, kind=kind).first() or Source(
            url=url, kind=kind, language=language or "ru"
        )
        source.names = told or source.names
        _say_tried(running.try_out(source, fetch=fetch))
        return
    try:
        source = actions.source(url=url, kind=kind, now=timezone.now(), title=title, language=language, names=told)
        _map(source, map_ or [])
        run = running.harvest(source, clock=timezone.now, fetch=fetch, gone=gone)
    except Refused as error:
        _misuse(f"{error.code}: {error.title} {error.remedy}")
    except running.Busy:
        print("harvest.running", file=sys.stderr)
        raise typer.Exit(1) from None
    for name, number in sorted(run.counts.items()):
        print(name, number, sep="\t")
    for one in run.troubles.order_by("pk")[:LONGEST_LIST]:
        print(one.code, one.remote, *one.values.values(), sep="\t", file=sys.stderr)
    if run.code:
        print(run.code, *run.values.values(), sep="\t", file=sys.stderr)
        raise typer.Exit(1)


def _map(source: object, told: list[str]) -> None:
    from django.utils import timezone

    from jariya.kernel.bodies.queries import by_address
    from jariya.portals.opendata.harvesting import actions

    for one in told:
        name, sign, slug = one.rpartition("=")
        found = by_address(slug) if sign else None
        if found is None:
            _misuse(f"--map is PUBLISHER=BODY, BODY the last part of the address of its page; not known: {slug}")
        assert found is not None
        actions.map_publisher(source=source, name=name, body=found.body, now=timezone.now())  # type: ignore[arg-type]


def _say_tried(tried: object) -> None:
    from jariya.portals.opendata.harvesting.running import Tried

    assert isinstance(tried, Tried)
    for name, number in sorted(tried.counts.items()):
        print(name, number, sep="\t")
    for (name, title), number in tried.publishers.most_common(LONGEST_LIST):
        print("publisher", number, name, title, sep="\t")
    for one in tried.troubles[:LONGEST_LIST]:
        print(one.code, one.id, *one.values.values(), sep="\t", file=sys.stderr)
    if tried.code:
        print(tried.code, *tried.values.values(), sep="\t", file=sys.stderr)
        raise typer.Exit(1)


def _misuse(text: str) -> None:
    print(text, file=sys.stderr)
    raise typer.Exit(2)
