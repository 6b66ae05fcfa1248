"""The rows of the petition's table, in the order of its life."""

from __future__ import annotations

from jariya.portals.petitions.moves.checking import CHECKING
from jariya.portals.petitions.moves.considering import CONSIDERING
from jariya.portals.petitions.moves.disputing import DISPUTING
from jariya.portals.petitions.moves.gathering import GATHERING

MOVES = (*CHECKING, *DISPUTING, *GATHERING, *CONSIDERING)
