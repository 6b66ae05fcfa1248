"""What the invented citizens ask and the invented bodies answer: stories of a jurisdiction's demo folder, by chance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

FOLDER = Path(__file__).resolve().parents[3] / "jurisdictions" / "demo" / "questions"


@dataclass(frozen=True, slots=True)
class Text:
    """One question with its answer, told in one language. `answers[i]` answers `points[i]`."""

    language: str
    title: str
    points: tuple[str, ...]
    answers: tuple[str, ...]


@cache
def book(language: str) -> dict[str, Any]:
    """The stories and phrases of a language (kk or ru), as the file holds them."""
    import yaml

    found: dict[str, Any] = yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
    found["by_key"] = {story["key"]: story for story in found["stories"]}
    fields: dict[str, list[str]] = {}
    for story in found["stories"]:
        fields.setdefault(story["field"], []).append(story["key"])
    found["by_field"] = fields
    return found


def keys(field: str | None = None) -> list[str]:
    """Keys of the stories of a field of work (`roads`, `water` ...), or all."""
    return list(book("kk")["by_field"].get(field, ())) if field else list(book("kk")["by_key"])


def tell(key: str, language: str, rng: Random, *, points: int = 1, longer: int = 0) -> Text:
    """Tell a story.

    Args:
        key: which one.
        points: how many numbered points, as far as the story has them.
        longer: how many sentences of detail more than the story itself holds.
    """
    words = book(language)
    story = words["by_key"][key]
    house = rng.randrange(2, 140)
    slots = {
        "street": rng.choice(words["streets"]),
        "village": rng.choice(words["villages"]),
        "house": house,
        "house2": house + 2 * rng.randrange(2, 12),
        "n": rng.randrange(4, 90),
        "month": rng.choice(words["months"]),
    }
    chosen = story["points"][:points]
    asked = [point["ask"].format(**slots) for point in chosen]
    said = [point["answer"].format(**slots) for point in chosen]
    more = [text.format(**slots) for text in rng.sample(words["details"], min(longer, len(words["details"])))]
    asked[0] = " ".join([*_maybe(words["openings"], 0.6, rng), asked[0], *more, *_maybe(words["closings"], 0.4, rng)])
    said[0] = " ".join([rng.choice(words["answer_openings"]), said[0]])
    said[-1] = " ".join(
        [said[-1], *_maybe(words["answer_details"], 0.6, rng), *_maybe(words["answer_closings"], 0.7, rng)]
    )
    return Text(language, story["title"].format(**slots)[:200], tuple(asked), tuple(said))


def phrase(kind: str, language: str, rng: Random) -> str:
    """A reason of a kind (`forward`, `part`, `extend`, `complain_silence` ...)."""
    return str(rng.choice(book(language)[kind]))


def _maybe(choices: list[str], chance: float, rng: Random) -> list[str]:
    return [rng.choice(choices)] if rng.random() < chance else []
