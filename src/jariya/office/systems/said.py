"""What calls bring, as their descriptions say. The rules themselves stand in the forms and the table of the desk.

No postponed annotations here: ninja reads the types.
"""

import datetime as dt
from typing import Annotated

from ninja import Schema
from pydantic import AfterValidator, Field


def _clean(text: str) -> str:
    if "\0" in text:
        raise ValueError("a NUL character")
    return text


Text = Annotated[str, Field(max_length=25_000), AfterValidator(_clean)]
Word = Annotated[str, Field(max_length=80), AfterValidator(_clean)]
Number = Annotated[int, Field(ge=1, le=1000)]


class Taken(Schema):
    """Nothing but the version of the letter that was read; another one is refused."""

    version: Annotated[int | None, Field(ge=0, le=2**31 - 1)] = None


class Assigned(Taken):
    """Who prepares the answer."""

    to: Word = ""


class Reasoned(Taken):
    """A sentence that the person reads."""

    reason: Text


class Extended(Reasoned):
    """A new due day; of a request also the body whose information is needed, by its slug."""

    due_on: dt.date
    holder: Word = ""


class Forwarded(Reasoned):
    """To which body; with points these alone."""

    to: Word
    points: Annotated[list[Number], Field(max_length=100)] = []


class PointAnswer(Schema):
    """The answer to one point. What stands after `answer` is the decision on a point of a request alone."""

    number: Number
    answer: Text
    outcome: Word = ""
    """granted, partly, refused, not_held, already_public: see `/api/v1/requests/facets`."""
    ground: Word = ""
    severed: Text = ""
    harm: Text = ""
    whole: Text = ""
    """Why no part can be given."""
    link: Annotated[str, Field(max_length=1000), AfterValidator(_clean)] = ""
    other_way: bool = False


class Drafted(Taken):
    """The answer to every point that stayed with the body."""

    points: Annotated[list[PointAnswer], Field(min_length=1, max_length=100)]
    files: Annotated[list[Word], Field(max_length=50)] = []

    def fields(self) -> dict[str, str]:
        """As the form of the desk names them."""
        found: dict[str, str] = {}
        for point in self.points:
            for name in ("answer", "outcome", "ground", "severed", "harm", "whole", "link"):
                if value := getattr(point, name):
                    found[f"{name}_{point.number}"] = value
            if point.other_way:
                found[f"other_way_{point.number}"] = "on"
        return found


class Begun(Schema):
    """Who will sign, by the handle; without one the head of the body."""

    signer: Word = ""


class Brought(Schema):
    """The detached signature: PEM or base64 of the CMS."""

    cms: Annotated[str, Field(max_length=200_000), AfterValidator(_clean)]
