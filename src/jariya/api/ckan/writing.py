"""Writing: programs of bodies prepare, describe, fill and withdraw sets in the words of CKAN.

Each deed is an act of the portal, by the program's account, with the same guards as at the desk. A set is public from
its first published version or link. A file is read by a job: the answer comes before the table does, and
`resource_show` with the token says how far it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from jariya.api.ckan import described, drafts, programs, shapes, tasks
from jariya.api.ckan.calls import Call, deed
from jariya.api.ckan.problems import Problem, invalid
from jariya.api.ckan.programs import Program
from jariya.kernel.files import uploads
from jariya.kernel.files.models import Area
from jariya.portals.opendata import actions
from jariya.portals.opendata.actions import Words
from jariya.portals.opendata.actions.acting import holds
from jariya.portals.opendata.description import Description, of_columns
from jariya.portals.opendata.models import DataSet, Resource, ResourceKind
from jariya.portals.opendata.running import asking

MOST = 100
"""Resources in one call."""


@deed
def package_create(call: Call) -> dict[str, Any]:
    """Prepare a set. name, title_translated {kk, ru, en}, notes_translated, license_id, groups, tags, maintainer_email,
    extras (frequency, period_from, period_to, spatial_kato, whole_country, documentation), resources. It is public from
    its first version or link."""
    program = programs.of(call)
    owner = call.text("owner_org")
    if owner and owner != program.body.slug:
        raise Problem(403, "Authorization Error", "The token is of another body", code="lifecycle.not_yours")
    name = call.needed("name")

    def do() -> Mapping[str, Any]:
        said = described.description(call.given, Description(), shapes.lang())
        made = actions.prepare(body=program.body, description=said, slug=name, by=program.person, now=call.now)
        row = DataSet.objects.get(case=made.case)
        for one in _listed(call):
            _add(row, one, {}, program, call)
        return {"id": made.case.public_id}

    done = programs.done(call, program, "package_create", "", do)
    return drafts.package(drafts.own_set(str(done["id"]), program.body))


@deed
def package_update(call: Call) -> dict[str, Any]:
    """Describe a set anew: what is not said is empty afterwards. With `resources` those that are not listed go; without
    it they stay."""
    return _described(call, "package_update", whole=True)


@deed
def package_patch(call: Call) -> dict[str, Any]:
    """Change some of what is said of a set; the rest stays."""
    return _described(call, "package_patch", whole=False)


def _described(call: Call, verb: str, *, whole: bool) -> dict[str, Any]:
    program = programs.of(call)
    row = drafts.own_set(call.needed("id", "name"), program.body)

    def do() -> Mapping[str, Any]:
        base = Description() if whole else of_columns(row)
        said = described.description(call.given, base, shapes.lang())
        if said != of_columns(row):
            actions.describe(case=row.case, description=said, by=program.person, now=call.now)
        if "resources" in call.given:
            _resources(row, program, call, remove=whole)
        return {"id": row.case.public_id}

    programs.done(call, program, verb, row.case.public_id, do)
    return drafts.package(drafts.own_set(row.slug, program.body))


@deed
def package_delete(call: Call) -> None:
    """Discard a set that was never public; withdraw a public one: reason_kk and reason_ru, and the head's role."""
    program = programs.of(call)
    row = drafts.own_set(call.needed("id"), program.body)

    def do() -> Mapping[str, Any]:
        if row.case.state == "prepared":
            actions.discard(case=row.case, by=program.person, now=call.now)
        else:
            reasons = {f"reason_{lang}": call.text(f"reason_{lang}") for lang in ("kk", "ru")}
            actions.withdraw(case=row.case, by=program.person, now=call.now, **reasons)
        return {"id": row.case.public_id}

    programs.done(call, program, "package_delete", row.case.public_id, do)


@deed
def resource_create(call: Call) -> dict[str, Any]:
    """Add a resource. package_id; `upload` (a file in parts) or `url` (a link; with fetch=true a table that is fetched
    from there); name_translated, description. publish=false leaves it at the desk; kind=file keeps it as it is."""
    program = programs.of(call)
    row = drafts.own_set(call.needed("package_id"), program.body)

    def do() -> Mapping[str, Any]:
        made = _add(row, call.given, call.files, program, call)
        return {"id": row.case.public_id, "resource": str(made.key)}

    done = programs.done(call, program, "resource_create", row.case.public_id, do)
    return drafts.resource(drafts.own_resource(str(done["resource"]), program.body))


@deed
def resource_update(call: Call) -> dict[str, Any]:
    """Describe a resource anew; with `upload` its next version is read."""
    return _changed(call, "resource_update", whole=True)


@deed
def resource_patch(call: Call) -> dict[str, Any]:
    """Change some of what is said of a resource; with `upload` its next version is read; publish=true publishes what
    was read and waits."""
    return _changed(call, "resource_patch", whole=False)


def _changed(call: Call, verb: str, *, whole: bool) -> dict[str, Any]:
    program = programs.of(call)
    row = drafts.own_resource(call.needed("id"), program.body)

    def do() -> Mapping[str, Any]:
        _say(row, call.given, program, call, whole=whole)
        if call.files.get("upload") is not None:
            _read_in(row, call.files, program, call)
        elif call.truth("publish", False):
            _publish_waiting(row, program, call)
        return {"id": row.data_set.case.public_id, "resource": str(row.key)}

    programs.done(call, program, verb, row.data_set.case.public_id, do)
    return drafts.resource(drafts.own_resource(str(row.key), program.body))


@deed
def resource_delete(call: Call) -> None:
    """Take a resource out of its set; its versions stay where citations look."""
    program = programs.of(call)
    row = drafts.own_resource(call.needed("id"), program.body)

    def do() -> Mapping[str, Any]:
        actions.remove_resource(resource=row, by=program.person, now=call.now)
        return {"id": row.data_set.case.public_id}

    programs.done(call, program, "resource_delete", row.data_set.case.public_id, do)


def _listed(call: Call) -> list[Mapping[str, Any]]:
    found = described.objects(call.given, "resources")
    if len(found) > MOST or not all(isinstance(one, dict) for one in found):
        raise invalid("resources", f"A list of at most {MOST} resources")
    return found


def _resources(row: DataSet, program: Program, call: Call, *, remove: bool) -> None:
    """Make the resources of a set those that are listed."""
    held = {str(one.key): one for one in Resource.objects.filter(data_set=row, removed_at=None)}
    kept = set()
    for one in _listed(call):
        if (key := str(one.get("id") or "")) in held:
            kept.add(key)
            held[key].data_set = row
            _say(held[key], one, program, call, whole=False)
        else:
            _add(row, one, {}, program, call)
    for key, left in held.items():
        if remove and key not in kept:
            left.data_set = row
            actions.remove_resource(resource=left, by=program.person, now=call.now)


def _say(row: Resource, given: Mapping[str, Any], program: Program, call: Call, *, whole: bool) -> None:
    before = Words(columns=row.columns or {}, row_key=row.row_key or [])
    if not whole:
        texts = {
            f"{name}_{lang}": getattr(row, f"{name}_{lang}") for name in described.LONG for lang in described.LANGUAGES
        }
        before = Words(**{**before.values(), **texts})
    said = described.words(given, before, shapes.lang())
    now = {name: getattr(row, name) for name in said.values()}
    if said.values() != now:
        actions.describe_resource(resource=row, words=said, by=program.person, now=call.now)


def _add(row: DataSet, given: Mapping[str, Any], files: Mapping[str, Any], program: Program, call: Call) -> Resource:
    sub = Call(given=given, now=call.now)
    url, upload = sub.text("url"), files.get("upload")
    fetch = sub.truth("fetch", False)
    kind = ResourceKind.TABLE if upload is not None or fetch else ResourceKind.LINK
    if sub.text("kind") == "file" and kind == ResourceKind.TABLE:
        kind = ResourceKind.FILE
    if kind == ResourceKind.LINK and not url.startswith(("https://", "http://")):
        raise invalid("url", "A whole address with https://, or a file in `upload`")
    said = described.words(given, Words(), shapes.lang())
    with transaction.atomic():
        made = actions.add_resource(
            case=row.case,
            kind=kind,
            words=said,
            url="" if upload is not None else url[:1000],
            by=program.person,
            now=call.now,
        )
        made.data_set = row
        if kind != ResourceKind.LINK:
            _read_in(made, files, program, sub, url=url)
        elif sub.truth("publish", True) and row.case.state == "prepared":
            row.case.refresh_from_db()
            if row.case.state == "prepared" and holds(row.case):
                actions.publish(case=row.case, by=program.person, now=call.now)
                row.case.refresh_from_db()
    return made


def _read_in(row: Resource, files: Mapping[str, Any], program: Program, call: Call, *, url: str = "") -> None:
    """Have a file read, and publish what comes of it unless the client wants to look at it first."""
    upload = files.get("upload")
    taken = None
    if upload is not None:
        taken = uploads.take_whole(
            name=upload.name or "file", content=upload, by=program.person, now=call.now, area=Area.TABLES
        )
    run = asking.begin(resource=row, upload=taken, url=url, by=program.person, now=call.now)
    if call.truth("publish", True):
        tasks.publish_later(run)


def _publish_waiting(row: Resource, program: Program, call: Call) -> None:
    run = row.imports.order_by("-id").first()
    if run is None:
        raise invalid("publish", "Nothing was sent")
    actions.publish_import(run=run, by=program.person, now=call.now)
