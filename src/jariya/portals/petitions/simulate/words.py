"""Texts of invented petitions, in Kazakh and in Russian, with the name of an invented place."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from jariya.portals.petitions.texts import Texts

FILE = Path(__file__).resolve().parents[3] / "jurisdictions" / "demo" / "petitions" / "texts.yaml"
WHY = {
    "kk": "Бұл туралы бұрын да сұрағанбыз, бірақ жауап болмады. Шешімнің мерзімі мен жауапты адамы ашық айтылсын,"
    " жұмыстың барысы сайтта көрсетілсін. Қол қойғандар осыны күтеді.",
    "ru": "Мы просили об этом и раньше, ответа не было. Пусть срок решения и ответственный будут названы открыто, а ход"
    " работ показан на сайте. Этого ждут все, кто подписал.",
}


@lru_cache
def _written() -> list[dict[str, dict[str, str]]]:
    found: Any = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return list(found)


def texts(number: int, place: dict[str, str], *, first: str = "kk", both: bool = True) -> Texts:
    """The petition of a number, about a place (its names by language); the same every time."""
    row = _written()[number % len(_written())]
    said = {
        lang: (row[lang]["title"].replace("{place}", place[lang]), f"{row[lang]['demand']}\n\n{WHY[lang]}")
        for lang in ("kk", "ru")
        if both or lang == first
    }
    kk, ru = said.get("kk", ("", "")), said.get("ru", ("", ""))
    return Texts(first, kk[0], ru[0], kk[1], ru[1])
