"""What the invented citizens ask for and the invented bodies decide: stories of the demo folder, told by chance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from jariya.portals.requests.decisions import ALREADY_PUBLIC, GRANTED, PARTLY, REFUSED, Decided

FOLDER = Path(__file__).resolve().parents[3] / "jurisdictions" / "demo" / "requests"
PUBLIC_ALREADY = "vacant-land"
"""The story whose answer leads to a page."""


@dataclass(frozen=True, slots=True)
class Story:
    """One request with what is decided on its points, told in one language."""

    language: str
    subject: str
    title: str
    points: tuple[str, ...]
    decisions: tuple[Decided, ...]
    anew: str
    """The answer after a complaint."""

    @property
    def restricts(self) -> bool:
        """Whether something is withheld."""
        return any(one.restricts for one in self.decisions)


@cache
def book(language: str) -> dict[str, Any]:
    """The stories and phrases of a language (kk or ru), as the file holds them."""
    import yaml

    found: dict[str, Any] = yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
    found["by_key"] = {story["key"]: story for story in found["stories"]}
    return found


def keys(*, restricting: bool | None = None) -> list[str]:
    """Keys of the stories; of those alone in which something is withheld, or nothing is."""
    rows = book("kk")["stories"]
    return [
        row["key"]
        for row in rows
        if restricting is None or restricting == any("harm" in point for point in row["points"])
    ]


def tell(key: str, language: str, rng: Random, *, year: int, link: str, detailed: bool = False) -> Story:
    """Tell a story.

    Args:
        year: that is asked about.
        link: the page to which "already public" leads.
        detailed: the first point says of which house; without it many ask the same in the same words.
    """
    words = book(language)
    story = words["by_key"][key]
    slots = {
        "n": rng.randrange(12, 900),
        "m": rng.randrange(4, 60),
        "year": year,
        "street": rng.choice(words["streets"]),
    }
    decided = []
    for point in story["points"]:
        outcome = GRANTED
        if "harm" in point:
            outcome = REFUSED if "whole" in point else PARTLY
        if key == PUBLIC_ALREADY:
            outcome = ALREADY_PUBLIC
        decided.append(
            Decided(
                outcome=outcome,
                text=point["answer"].format(**slots),
                ground=point.get("ground", "personal_data") if "harm" in point else "",
                severed=point.get("severed", ""),
                harm=point.get("harm", ""),
                whole=point.get("whole", ""),
                link=link if outcome == ALREADY_PUBLIC else "",
                link_works=outcome == ALREADY_PUBLIC,
            )
        )
    points = [point["ask"].format(**slots) for point in story["points"]]
    if detailed:
        points[0] += " " + words["detail"].format(house=rng.randrange(1, 200), street=rng.choice(words["streets"]))
    return Story(
        language,
        story["subject"],
        story["title"].format(**slots),
        tuple(points),
        tuple(decided),
        words["anew"].format(**slots),
    )


def phrase(kind: str, language: str, rng: Random) -> str:
    """A reason of a kind (`forward`, `extend`, `complain` ...)."""
    return str(rng.choice(book(language)["reasons"][kind]))
