"""The small nation's budgets: the invented oblast's reports, imported like any other file."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from jariya.portals.budgets.importing import Outcome, Say, Source, load
from jariya.portals.budgets.reading.understanding import Understood
from jariya.portals.budgets.reference import load_series
from jariya.portals.budgets.simulate.extract import DISTRICTS, FOLDER, NAMES

OBLAST = "990000000"
SOURCE = Source("invented for the demonstration")
HERE = Path(__file__).resolve().parents[1] / FOLDER


def make(*, now: dt.datetime, say: Say | None = None) -> list[Outcome]:
    """Import the shipped extract with the figures of its territories. Safe to repeat: the same files make nothing."""
    files = [(f"ulgi_{name}.csv", Understood(level="oblast", territory=OBLAST, cut=name)) for name in NAMES]
    files += [
        (f"{name}_full.csv", Understood(level="district", territory=code, cut="full"))
        for name, (code, _percent) in DISTRICTS.items()
    ]
    load_series((Path(__file__).parent / "figures.csv").read_text(encoding="utf-8"))
    return [
        load(HERE / name, source=SOURCE, now=now, said=replace(said, unit="thousand"), say=say) for name, said in files
    ]
