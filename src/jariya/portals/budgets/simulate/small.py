"""The small nation's budgets: the invented oblast's reports, imported like any other file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from jariya.portals.budgets.importing import Outcome, Say, Source, load
from jariya.portals.budgets.reading.understanding import Understood
from jariya.portals.budgets.simulate.extract import FOLDER, NAMES

OBLAST = "990000000"
SOURCE = Source("invented for the demonstration")
HERE = Path(__file__).resolve().parents[1] / FOLDER


def make(*, now: dt.datetime, say: Say | None = None) -> list[Outcome]:
    """Import the shipped extract. Safe to repeat: the same files are the same releases."""
    return [
        load(
            HERE / f"ulgi_{name}.csv",
            source=SOURCE,
            now=now,
            said=Understood(level="oblast", territory=OBLAST, cut=name, unit="thousand"),
            say=say,
        )
        for name in NAMES
    ]
