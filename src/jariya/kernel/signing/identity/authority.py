"""What a certificate says of its holder's place in a body, and what follows from it: by itself nothing.

The certification centre knows who was a firm's head on the day of issue; the state's registers know who is today. So a
certificate confirms a role that is held here, or asks a second person (the body's registrar) to grant it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from jariya.kernel.bodies.models import Body, Delegation, Holding, Post, PostKind
from jariya.kernel.people import roles
from jariya.kernel.people.models import Person, Role, RoleKind
from jariya.kernel.signing.identity import keys, linking, signer_ref
from jariya.kernel.signing.models import ClaimState, RoleClaim

if TYPE_CHECKING:
    from jariya.kernel.signing.certificates import Certificate

CLAIMS: tuple[tuple[str, RoleKind], ...] = (
    ("head", RoleKind.HEAD),
    ("right_to_sign", RoleKind.DEPUTY),
    ("employee", RoleKind.OFFICER),
)
"""What each role in a certificate would be here; the weightiest counts."""
LEADERS = frozenset({RoleKind.HEAD, RoleKind.DEPUTY})


@dataclass(frozen=True)
class Authority:
    """Whether a person may sign for a body with a certificate. `code`: "ok" or why not; `role`: what it rests on."""

    allowed: bool
    code: str
    role: Role | None = None


class ClaimError(ValueError):
    """Why a claim cannot be decided: own_claim, not_registrar, claim_decided, reason_missing, or of `roles.grant`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def body_of(certificate: Certificate) -> Body | None:
    """The body whose BIN stands in the certificate."""
    return Body.objects.filter(bin=certificate.bin).first() if certificate.bin else None


def may_sign_as(person: Person, certificate: Certificate, body: Body, *, now: dt.datetime) -> Authority:
    """Whether this signature may stand for the body: identity, organisation, role in the certificate, role held here.

    Which answers a deputy may sign under which order is the business of the floor above.

    Returns:
        `Authority` with code ok, or: no_person, iin_invalid, identity_not_linked, signer_other, no_organisation,
        body_without_bin, bin_other, certificate_without_right, role_not_held, appointment_over.
    """
    code = _not_own(person, certificate, now) or _not_of(certificate, body)
    if code:
        return Authority(False, code)
    day = timezone.localdate(now)
    held = list(Role.objects.on(day).filter(person=person, body=body).select_related("post"))
    wanted = {RoleKind.HEAD} if "right_to_sign" not in certificate.roles else set(LEADERS)
    fitting = sorted((role for role in held if role.kind in wanted), key=lambda role: role.kind != RoleKind.HEAD)
    if not fitting and "right_to_sign" in certificate.roles:
        fitting = [role for role in held if _delegated(role, day)]
    if not fitting:
        return Authority(False, "role_not_held")
    serving = [role for role in fitting if not _appointment_over(role, day)]
    if not serving:
        return Authority(False, "appointment_over")
    return Authority(True, "ok", serving[0])


def _not_own(person: Person, certificate: Certificate, now: dt.datetime) -> str:
    try:
        iin = linking.iin_of(certificate)
    except linking.LinkError as error:
        return error.code
    if linking.linked(person) is None:
        return "identity_not_linked"
    return "" if linking.belongs(person, iin, now=now) else "signer_other"


def _not_of(certificate: Certificate, body: Body) -> str:
    if not certificate.bin:
        return "no_organisation"
    if not body.bin:
        return "body_without_bin"
    if certificate.bin != body.bin:
        return "bin_other"
    if not {"head", "right_to_sign"} & set(certificate.roles):
        return "certificate_without_right"
    return ""


def _delegated(role: Role, day: dt.date) -> bool:
    """Whether a published order lets the role's post sign for another one."""
    return role.post_id is not None and Delegation.objects.on(day).filter(to_post_id=role.post_id).exists()


def _appointment_over(role: Role, day: dt.date) -> bool:
    """The register of appointments knows holders of this post, and none of them holds it today."""
    if role.post_id is None:
        return False
    holdings = Holding.objects.filter(post_id=role.post_id)
    return holdings.exists() and not holdings.on(day).exists()


@transaction.atomic
def claim(person: Person, certificate: Certificate, *, now: dt.datetime) -> RoleClaim | None:
    """Note what the certificate of an official says. Held here already: confirmed. Not held: waits for a registrar.

    None where there is nothing to claim: a citizen's account, no body with this BIN, an invented person and a real
    body. The same certificate asks once: a refusal stands.
    """
    body = body_of(certificate)
    if body is None or not person.staff or (person.invented and not body.invented):
        return None
    kind = next((kind for word, kind in CLAIMS if word in certificate.roles), None)
    if kind is None:
        return None
    mark = signer_ref.keyed(keys.current(keys.OFFICE, now=now).secret, f"certificate:{certificate.sha256.hex()}")
    day = timezone.localdate(now)
    fitting = LEADERS if kind == RoleKind.DEPUTY else {kind}
    role = Role.objects.on(day).filter(person=person, body=body, kind__in=fitting).order_by("-kind").first()
    same = RoleClaim.objects.filter(person=person, body=body, kind=kind, certificate=mark)
    state = ClaimState.CONFIRMED if role else ClaimState.PROPOSED
    known = same.filter(state=state).first() or (None if role else same.first())
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return RoleClaim.objects.create(
                person=person,
                body=body,
                kind=kind,
                certificate=mark,
                says=" ".join(sorted(set(certificate.roles) & {word for word, _kind in CLAIMS})),
                state=state,
                role=role,
                claimed_at=now,
            )
    except IntegrityError:
        # Another certificate of the same person waits for the same role already.
        return RoleClaim.objects.filter(person=person, body=body, kind=kind, state=ClaimState.PROPOSED).first()


def waiting_for(registrar: Person, day: dt.date, *, limit: int = 50) -> list[RoleClaim]:
    """Claims this registrar may decide, oldest first; one's own never."""
    rows = RoleClaim.objects.filter(state=ClaimState.PROPOSED).exclude(person=registrar)
    bodies = set(rows.values_list("body_id", flat=True))
    may = {body: roles.grantable(registrar, body, day) for body in bodies}
    mine = [body for body, kinds in may.items() if kinds]
    found = rows.filter(body_id__in=mine).select_related("person", "body").order_by("claimed_at", "pk")[:limit]
    return [row for row in found if row.kind in may[row.body_id]]


@transaction.atomic
def decide(number: int, *, approve: bool, by: Person, reason: str, now: dt.datetime) -> RoleClaim:
    """A second person grants the claimed role from today, or refuses with a reason.

    Raises:
        RoleClaim.DoesNotExist: no such claim.
        ClaimError: claim_decided, own_claim, not_registrar, reason_missing, or the code of `roles.RoleError`.
    """
    row = RoleClaim.objects.select_for_update(of=("self",)).select_related("person", "body").get(pk=number)
    day = timezone.localdate(now)
    if row.state != ClaimState.PROPOSED:
        raise ClaimError("claim_decided")
    if row.person_id == by.pk:
        raise ClaimError("own_claim")
    if row.kind not in roles.grantable(by, row.body_id, day):
        raise ClaimError("not_registrar")
    if not approve and len(reason.strip()) < 5:
        raise ClaimError("reason_missing")
    if approve:
        post = Post.objects.filter(body=row.body, kind=PostKind.HEAD).first() if row.kind == RoleKind.HEAD else None
        try:
            row.role = roles.grant(row.person, row.body, row.kind, since=day, by=by, post=post)
        except roles.RoleError as error:
            raise ClaimError(error.code) from None
    row.state = ClaimState.APPROVED if approve else ClaimState.REFUSED
    row.decided_by, row.decided_at, row.reason = by, now, reason.strip()[:500]
    row.save(update_fields=["state", "role", "decided_by", "decided_at", "reason"])
    return row
