"""What bodies' own systems read and do, under /api/v1/desk/; `project/wiring.py` joins it to the API.

No postponed annotations here: ninja reads the types of the wrapped functions.
"""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, cast
from urllib.parse import unquote

import orjson
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from ninja import Query, Router
from ninja.security import HttpBearer

from jariya.kernel.files import deeds, kinds, queries, serving
from jariya.kernel.files import uploads as coming
from jariya.kernel.files.models import Which
from jariya.kernel.files.refusals import refused as refused_file
from jariya.kernel.lifecycle.models import Case, Obligation
from jariya.kernel.people.models import Role
from jariya.office.systems import feed, letters, signature, steps
from jariya.office.systems.calls import Answered, Caller, caller, note, once
from jariya.office.systems.models import Scope
from jariya.office.systems.refusals import refused
from jariya.office.systems.said import Assigned, Begun, Brought, Drafted, Extended, Forwarded, Reasoned, Taken

LANGUAGES = ("kk", "ru", "en")
STAFF = ("officer", "ati_officer", "deputy", "head")
Limit = Annotated[int, Query(ge=1, le=500)]
Short = Annotated[str, Query(max_length=80)]


class SystemToken(HttpBearer):
    """The token of a body's system; see docs/api.md."""

    openapi_description = "A token that the head or a registrar of the body made at the desk."

    def __call__(self, request: HttpRequest) -> Any:
        lang = request.GET.get("lang", "kk")
        translation.activate(lang if lang in LANGUAGES else "kk")
        if not request.headers.get("Authorization"):
            raise refused("system.token_missing")
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """Who calls. Raises `Refused`."""
        return caller(token, now=timezone.now())


router = Router(tags=["desk"], auth=SystemToken())


def _json(said: Any, status: int = 200) -> HttpResponse:
    response = HttpResponse(
        orjson.dumps(said, default=str), content_type="application/json; charset=utf-8", status=status
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _done(answered: Answered) -> HttpResponse:
    response = _json(answered.said, answered.status)
    if answered.again:
        response["Idempotency-Replayed"] = "true"
    return response


def _may(scope: Scope) -> Callable[[Callable[..., Any]], Callable[..., HttpResponseBase]]:
    """Only for tokens with this scope; what is said is for nobody's cache."""

    def wrap(view: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            _who(request).needs(scope)
            found = view(request, *args, **kwargs)
            return found if isinstance(found, HttpResponseBase) else _json(found)

        return answered

    return wrap


def _who(request: HttpRequest) -> Caller:
    found: Caller = request.auth  # type: ignore[attr-defined]
    return found


def _key(request: HttpRequest) -> str:
    return request.headers.get("Idempotency-Key", "")[:100]


def _case(who: Caller, public_id: str) -> Case:
    """The letter a deed is about. Raises `Refused` (system.no_such_letter)."""
    _kind, view, _moves = steps.open_letter(who, public_id)
    return view.case  # type: ignore[no-any-return]


# Reading


@router.get("/cases", summary="Letters that lie with the body, with their running terms, the oldest first")
@_may(Scope.READ)
def desk_cases(
    request: HttpRequest, kind: Short = "", due_before: dt.date | None = None, after: Short = "", limit: Limit = 100
) -> dict[str, Any]:
    """What is open. `kind`: question, request; `due_before`: with a term that ends before this day."""
    who = _who(request)
    rows = Case.objects.open().filter(body_id=who.system.body_id, kind__in=[kind] if kind else feed.KINDS)
    rows = rows.filter(kind__in=feed.KINDS).select_related("letter", "assignee", "body").order_by("id")
    if due_before is not None:
        late = Obligation.objects.running().filter(body_id=who.system.body_id, duty_of="body", due_on__lt=due_before)
        rows = rows.filter(pk__in=late.values("case_id"))
    if after:
        last = Case.objects.filter(public_id=after, body_id=who.system.body_id).values_list("pk", flat=True).first()
        if last is None:
            raise refused("system.after_unknown")
        rows = rows.filter(pk__gt=last)
    found = list(rows[: limit + 1])
    terms: dict[int, list[Obligation]] = {}
    for row in Obligation.objects.running().filter(case__in=found[:limit], duty_of="body").order_by("due_on", "id"):
        terms.setdefault(row.case_id, []).append(row)
    following = found[limit - 1].public_id if len(found) > limit else None
    return {"items": [letters.due(case, terms.get(case.pk, ())) for case in found[:limit]], "after": following}


@router.get("/changes", summary="What happened to the body's letters since a place, each once and in order")
@_may(Scope.READ)
def desk_changes(request: HttpRequest, after: Short = "", limit: Limit = 100) -> dict[str, Any]:
    """Without `after` from the beginning: first what was open when the system was made. Keep `after` of each answer.

    `more`: ask again at once. An event that is read once is not told again, and none is left out.
    """
    rows, following = feed.changes(_who(request).system, after=after, limit=limit)
    return {"items": [letters.change(row) for row in rows], "after": following, "more": len(rows) == limit}


@router.get("/cases/{public_id}", summary="One letter with all that its body reads of it")
@_may(Scope.READ)
def desk_case(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """The parties' copy. `steps`: what the lifecycle table opens to this system now. The look is recorded."""
    _kind, view, moves = steps.open_letter(_who(request), public_id)
    return letters.letter(view, moves)


@router.get("/officers", summary="Who may prepare an answer in the body today")
@_may(Scope.READ)
def desk_officers(request: HttpRequest) -> dict[str, Any]:
    """Officials of the body, and its systems, by the handle that `assign` takes."""
    who = _who(request)
    rows = Role.objects.on(who.day).filter(body_id=who.system.body_id, kind__in=STAFF)
    found: dict[str, dict[str, Any]] = {}
    for row in rows.select_related("person", "post").order_by("kind", "id"):
        one = found.setdefault(row.person.handle, {"handle": row.person.handle, "name": row.person.name, "roles": []})
        one["roles"].append(row.kind)
        one["system"] = row.person_id == who.person.pk
    return {"items": list(found.values())}


@router.post("/cases/{public_id}/files/{file_id}", summary="The parties' copy of a file; who opened it is recorded")
@_may(Scope.READ)
def desk_file(request: HttpRequest, public_id: str, file_id: str) -> HttpResponseBase:
    """Bytes. A POST, for it writes down that the system opened the file. A file that is not checked yet is 404."""
    who = _who(request)
    case, row = _case(who, public_id), queries.attachment(file_id)
    found = queries.copy_of(row, Which.PARTIES) if row is not None and row.case_id == case.pk else None
    if (
        row is None
        or found is None
        or not found.file.ready
        or not kinds.visible(row, Which.PARTIES, who.person, who.day)
    ):
        raise refused("system.no_such_letter")
    deeds.read(row, Which.PARTIES, by=who.person, now=who.now)
    return serving.answer(request, found.file, name=queries.neutral_name(row, found.file), public=False)


# Doing


def _step(
    request: HttpRequest,
    public_id: str,
    verb: str,
    fields: steps.Fields,
    version: int | None = None,
    **more: Any,
) -> HttpResponse:
    who, key = _who(request), _key(request)
    return _done(
        once(
            who,
            verb,
            about=public_id,
            key=key,
            sent=orjson.dumps({"fields": dict(fields), "version": version, **more}, option=orjson.OPT_SORT_KEYS),
            do=lambda: steps.take(who, public_id, verb, fields, key=key, version=version, **more),
        )
    )


@router.post("/cases/{public_id}/accept", summary="Take the letter over as the body's own")
@_may(Scope.TAKE)
def desk_accept(request: HttpRequest, public_id: str, said: Taken) -> HttpResponse:
    """Ends the term for accepting or forwarding; the term for the answer goes on."""
    return _step(request, public_id, "accept", {}, said.version)


@router.post("/cases/{public_id}/assign", summary="Name who prepares the answer")
@_may(Scope.TAKE)
def desk_assign(request: HttpRequest, public_id: str, said: Assigned) -> HttpResponse:
    """`to`: a handle of `/desk/officers`; empty is this system itself."""
    return _step(request, public_id, "assign", {"to": said.to or _who(request).person.handle}, said.version)


@router.post("/cases/{public_id}/clarify", summary="Ask the person what is meant (requests alone)")
@_may(Scope.CLARIFY)
def desk_clarify(request: HttpRequest, public_id: str, said: Reasoned) -> HttpResponse:
    """The term for the answer goes on."""
    return _step(request, public_id, "ask_to_clarify", {"reason": said.reason}, said.version)


@router.post("/cases/{public_id}/extend", summary="Extend the term for the answer, with the reason")
@_may(Scope.EXTEND)
def desk_extend(request: HttpRequest, public_id: str, said: Extended) -> HttpResponse:
    """A decision of the head or deputy: open only where a published order names the post responsible for it."""
    fields = {"due_on": said.due_on.isoformat(), "reason": said.reason, "holder": said.holder}
    return _step(request, public_id, "extend", fields, said.version)


@router.post("/cases/{public_id}/forward", summary="Forward the letter, or some points, to the competent body")
@_may(Scope.FORWARD)
def desk_forward(request: HttpRequest, public_id: str, said: Forwarded) -> HttpResponse:
    """`to`: the slug of a body. With `points` these alone go, and the others stay."""
    fields: dict[str, Any] = {"to": said.to, "reason": said.reason}
    if not said.points:
        return _step(request, public_id, "forward", fields, said.version)
    fields["points"] = [str(number) for number in said.points]
    return _step(request, public_id, "forward_part", fields, said.version, points=said.points)


@router.post("/cases/{public_id}/answer", summary="Write the answer point by point and hand it over for signature")
@_may(Scope.DRAFT)
def desk_answer(request: HttpRequest, public_id: str, said: Drafted) -> HttpResponse:
    """The draft waits at the head's desk. It may be written anew until it is signed; files that were added stay."""
    numbers = [point.number for point in said.points]
    return _step(
        request, public_id, "draft_answer", said.fields(), said.version, points=numbers, tokens=list(said.files)
    )


@router.post("/files", summary="Send a file for an answer", openapi_extra={"requestBody": {"content": {"*/*": {}}}})
@_may(Scope.DRAFT)
def desk_send_file(request: HttpRequest) -> HttpResponse:
    """The bytes are the body; `File-Name` is its name, percent-encoded. The `token` goes into `files` of an answer."""
    who = _who(request)
    length = request.META.get("CONTENT_LENGTH") or ""
    size = int(length) if length.isascii() and length.isdecimal() and len(length) < 16 else 0
    name = unquote(request.headers.get("File-Name", "")[:1000], errors="replace").replace("\0", "")
    if not name.strip():
        raise refused_file("files.announcement")
    row = coming.begin(name=name, size=size, by=who.person, now=who.now)
    while row.received < size:
        piece = min(coming.PIECE, size - row.received)
        try:
            row = coming.append(
                upload=row,
                offset=row.received,
                body=cast(Any, request),
                length=piece,
                checksum="",
                by=who.person,
                now=who.now,
            )
        except UnreadablePostError:
            raise refused_file("files.piece_broken_off") from None
    note(who, "send_file", case=None, key=f"file:{row.token}", asked=b"", status=201)
    return _json({"token": row.token, "size": row.size}, 201)


# The head's signature


@router.post("/cases/{public_id}/signature", summary="Take the bytes that the head is to sign")
@_may(Scope.SIGNATURE)
def desk_begin_signature(request: HttpRequest, public_id: str, said: Begun) -> HttpResponse:
    """The manifest of the drafted answer: sign exactly these bytes, detached (CMS), with the organisation's key."""
    who = _who(request)
    return _done(
        once(
            who,
            signature.BEGIN,
            about=public_id,
            key=_key(request),
            sent=said.signer.encode(),
            do=lambda: signature.begin(who, public_id, said.signer),
            status=201,
        )
    )


@router.post("/cases/{public_id}/signature/{session}", summary="Bring the head's detached CMS")
@_may(Scope.SIGNATURE)
def desk_bring_signature(request: HttpRequest, public_id: str, session: str, said: Brought) -> HttpResponse:
    """It is checked like any other signature; the answer goes out when it has passed. Ask for the result with GET."""
    who = _who(request)
    return _done(
        once(
            who,
            signature.BRING,
            about=public_id,
            key=_key(request),
            sent=f"{session}\0{said.cms}".encode(),
            do=lambda: signature.bring(who, public_id, session, said.cms),
            status=202,
        )
    )


@router.get("/cases/{public_id}/signature/{session}", summary="What became of the signature")
@_may(Scope.SIGNATURE)
def desk_signature(request: HttpRequest, public_id: str, session: str) -> dict[str, Any]:
    """`status`: open, received, verifying, indeterminate, passed, failed, expired, cancelled."""
    return signature.stands(signature.find(_who(request), public_id, session))
