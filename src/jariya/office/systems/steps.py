"""From a call to a step of the desk: the same forms, the same actions, the same table. There is no second rule set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import translation
from django.utils.datastructures import MultiValueDict

from jariya.kernel.files import uploads
from jariya.kernel.files.models import Upload
from jariya.kernel.files.refusals import refused as refused_file
from jariya.kernel.lifecycle.models import Case, Obligation
from jariya.kernel.lifecycle.refusals import Refused, unknown_verb
from jariya.office import steps as desk
from jariya.office.opening import opened
from jariya.office.systems.calls import Caller
from jariya.office.systems.refusals import refused

Fields = Mapping[str, str | Sequence[str]]


class StepInvalid(Refused):
    """What was sent is not what the step takes; `fields`: field -> sentences."""

    def __init__(self, fields: Mapping[str, list[str]]) -> None:
        plain = refused("system.step_invalid")
        super().__init__(plain.code, plain.title, plain.remedy, plain.status)
        self.fields = dict(fields)


def open_letter(who: Caller, public_id: str) -> tuple[Any, Any, tuple[Any, ...]]:
    """The letter as the desk opens it. Raises `Refused` (system.no_such_letter)."""
    found = opened(public_id, who.person, who.now)
    if found is None:
        raise refused("system.no_such_letter")
    return found


def take(
    who: Caller,
    public_id: str,
    verb: str,
    fields: Fields,
    *,
    key: str,
    version: int | None = None,
    points: Sequence[int] = (),
    tokens: Sequence[str] = (),
) -> dict[str, Any]:
    """Do one step of the desk.

    Args:
        fields: of the step's form.
        points: numbers the call names; each must be a point that stayed with the body.
        tokens: of files that were sent before.

    Raises:
        Refused: system.no_such_letter, system.step_invalid (`StepInvalid`), files.upload_unknown, and whatever
            the step raises at the desk.
    """
    kind, view, _moves = open_letter(who, public_id)
    rules = kind.steps.get(verb)
    if rules is None:
        raise unknown_verb(verb)
    here = {point.number for point in view.points if point.moved_to is None}
    if not set(points) <= here or len(set(points)) != len(points):
        raise refused("system.point_unknown")
    data: MultiValueDict[str, str] = MultiValueDict()
    for name, value in fields.items():
        data.setlist(name, [value] if isinstance(value, str) else list(value))
    options = {"view": view, "now": who.now, "query": "", "lang": translation.get_language() or "kk"}
    form = rules.form(data, **options)
    if not form.is_valid():
        raise StepInvalid({name: [str(one) for one in errors] for name, errors in form.errors.items()})
    more: dict[str, Any] = {"uploads": _uploads(who, tokens)} if rules.files else {}
    desk.take(
        rules,
        verb,
        form,
        case=view.case,
        by=who.person,
        now=who.now,
        level="",
        version=version,
        key=f"{verb}:{key}"[:80],
        **more,
    )
    return stands(who, Case.objects.get(pk=view.case.pk), verb)


def stands(who: Caller, case: Case, verb: str) -> dict[str, Any]:
    """How a letter stands after a deed: what is answered and kept."""
    terms = Obligation.objects.filter(case=case, duty_of="body").running().order_by("id")
    return {
        "id": case.public_id,
        "verb": verb,
        "state": case.state,
        "version": case.version,
        "here": case.body_id == who.system.body_id,
        "terms": [{"kind": row.kind, "due_on": row.due_on.isoformat()} for row in terms],
    }


def _uploads(who: Caller, tokens: Sequence[str]) -> list[Upload]:
    rows = uploads.found(tokens, who.person)
    if len(rows) != len(set(tokens)):
        raise refused_file("files.upload_unknown")
    return rows
