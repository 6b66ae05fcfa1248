"""Budgets of a nation: the invented oblast's extract, and a folder of real reports where one is given."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from jariya.portals.budgets import indexing, writing
from jariya.portals.budgets.drafts import joining
from jariya.portals.budgets.importing import Outcome, Say, Source, load
from jariya.portals.budgets.problems import Refused
from jariya.portals.budgets.simulate import small

ENDINGS = (".csv", ".csv.gz", ".xlsx")


def make_invented(*, now: dt.datetime, say: Say) -> int:
    """The invented oblast's reports. Returns how many releases are new; 0 when they are there already."""
    made = [release for outcome in small.make(now=now, say=say) for release in outcome.made]
    indexing.put({release.budget_id: release.budget for release in made}.values())
    return len(made)


def load_folder(folder: Path, *, now: dt.datetime, say: Say, source: Source | None = None) -> list[Outcome]:
    """Import every report of a folder, named with its source. A refused file is told and the others are loaded.

    Args:
        folder: with CSV, CSV.gz and XLSX files whose names say whose budget they are.
        source: how pages name the source; the folder's README decides nothing. By default the file's own name.
    """
    done = []
    for file in sorted(one for one in folder.iterdir() if one.name.lower().endswith(ENDINGS)):
        say(file.name)
        try:
            done.append(load(file, source=source or Source(f"file {file.name}"), now=now, say=say))
        except Refused as refusal:
            for one in refusal.problems[:20]:
                say(f"  row {one.row}: {one.sentence('en')} {one.remedy('en')}")
    writing.analyse()
    indexing.put({one.budget_id: one.budget for outcome in done for one in outcome.made}.values())
    administrators, positions = joining.join(now=now)
    say(f"administrators that bear a body's very name: {administrators}; places of programmes: {positions}")
    return done
