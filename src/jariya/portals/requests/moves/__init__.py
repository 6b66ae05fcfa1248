"""The rows of the request's table: who may do what, on which condition, and which terms it opens, meets and ends."""

from __future__ import annotations

from jariya.portals.requests.moves.answering import ANSWERING
from jariya.portals.requests.moves.arriving import ARRIVING
from jariya.portals.requests.moves.heard import HEARD
from jariya.portals.requests.moves.shown import SHOWN

MOVES = (*ARRIVING, *ANSWERING, *HEARD, *SHOWN)
