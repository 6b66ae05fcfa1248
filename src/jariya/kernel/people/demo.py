"""Persons of the demonstration: invented, in invented bodies, opened by one button and only where DEMO is set."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body, Post
from jariya.kernel.people import roles
from jariya.kernel.people.models import Level, Person, Role, RoleKind

MINISTRY = "ulgi-ministry"
DISTRICT = "akimat-ulgi-synaq"
VILLAGE = "akim-ulgi-ulgili"
CITY = "akimat-ulgi-mysal-city"
SINCE = dt.date(2024, 1, 1)
"""Before any invented question, so that old answers have signers."""
POSTS = {
    RoleKind.HEAD: "head",
    RoleKind.DEPUTY: "deputy_head",
    RoleKind.OFFICER: "officer",
    RoleKind.ATI_OFFICER: "ati_officer",
}


@dataclass(frozen=True)
class DemoPerson:
    """One person of the demonstration; `may` says in a sentence what there is to try."""

    handle: str
    name: str
    language: str
    may: str | Promise
    phone: str | None = None
    email: str | None = None
    body: str | None = None
    kinds: tuple[RoleKind, ...] = field(default=())
    everywhere: bool = False

    @property
    def level(self) -> Level:
        """What signing in by the button counts as."""
        if self.kinds:
            return Level.STAFF
        return Level.PHONE if self.phone else Level.EMAIL


def _staff(
    number: str, name: str, body: str, kinds: tuple[RoleKind, ...], may: str | Promise, *, all_: bool = False
) -> DemoPerson:
    mail = f"{number}@ulgi.example"
    return DemoPerson(f"demo-{number}", name, "kk", may, email=mail, body=body, kinds=kinds, everywhere=all_)


# Officials with a post bear the name of its holder in jurisdictions/demo/holdings.csv.
_PERSONS: tuple[DemoPerson, ...] = (
    DemoPerson(
        "demo-citizen-1",
        "Айгерім Үлгіқызы",
        "kk",
        _("A citizen with a telephone and e-mail: asks, follows and rates, in Kazakh."),
        phone="+77000000001",
        email="citizen-1@ulgi.example",
    ),
    DemoPerson(
        "demo-citizen-2",
        "Мария Примерова",
        "ru",
        _("A citizen with e-mail only: asks in Russian, and the question says “identity not proven”."),
        email="citizen-2@ulgi.example",
    ),
    DemoPerson(
        "demo-citizen-3",
        "Серік Үлгіұлы",
        "kk",
        _("A citizen with a telephone only: coupon, due date and answer come by SMS."),
        phone="+77000000003",
    ),
    DemoPerson(
        "demo-editor",
        "Ләззат Үлгіқызы",
        "kk",
        _("The head of an invented newspaper's office: adds journalists, asks on the term of the press."),
        phone="+77000000004",
        email="editor@ulgi.example",
    ),
    DemoPerson(
        "demo-journalist",
        "Арман Мысалов",
        "ru",
        _("A journalist of the same invented newspaper."),
        phone="+77000000005",
        email="journalist@ulgi.example",
    ),
    _staff(
        "officer-1",
        "Дәурен Аңызбаев",
        MINISTRY,
        (RoleKind.OFFICER,),
        _("An officer of the ministry: registers, forwards, assigns and drafts answers."),
    ),
    _staff(
        "officer-2",
        "Жанар Жұмбақова",
        MINISTRY,
        (RoleKind.OFFICER, RoleKind.ATI_OFFICER),
        _("A second officer of the ministry, also its officer for access to information."),
    ),
    _staff(
        "deputy",
        "Әсел Сынақова",
        MINISTRY,
        (RoleKind.DEPUTY,),
        _("The deputy head: extends terms, and signs under a delegation order."),
    ),
    _staff(
        "head",
        "Нұрлан Мысалов",
        MINISTRY,
        (RoleKind.HEAD,),
        _("The head of the ministry: signs answers, writes the blog."),
    ),
    _staff(
        "district-officer",
        "Қайрат Қиялов",
        DISTRICT,
        (RoleKind.OFFICER,),
        _("An officer of a district akimat: receives what the ministry forwards."),
    ),
    _staff(
        "district-head",
        "Гүлнар Үлгібаева",
        DISTRICT,
        (RoleKind.HEAD,),
        _("The akim of the district: signs its answers."),
    ),
    _staff(
        "supervisor",
        "Сәуле Үлгіқызы",
        MINISTRY,
        (RoleKind.SUPERVISOR,),
        _("A supervisor: sees every body's terms, edits norms and the calendar."),
        all_=True,
    ),
    _staff(
        "supervisor-2",
        "Қанат Үлгіұлы",
        MINISTRY,
        (RoleKind.SUPERVISOR,),
        _("A second supervisor: approves or refuses what the first one edits in norms and the calendar."),
        all_=True,
    ),
    _staff(
        "moderator",
        "Тимур Үлгіұлы",
        MINISTRY,
        (RoleKind.MODERATOR,),
        _("A moderator: decides what is hidden before a question becomes public, with a reason."),
    ),
    _staff(
        "moderator-2",
        "Мадина Аңызқызы",
        MINISTRY,
        (RoleKind.MODERATOR,),
        _("A second moderator: a petition is refused by two, and this one checks what the first one proposes."),
    ),
    _staff(
        "assistant",
        "Бақыт Үлгіұлы",
        VILLAGE,
        (RoleKind.ASSISTANT,),
        _("A clerk of a village akim: files for a person who is present, prints the coupon in large type."),
    ),
    _staff(
        "assistant-2",
        "Роза Аңызқызы",
        CITY,
        (RoleKind.ASSISTANT,),
        _("A librarian in the city: files for a person who is present, and prints answers that came."),
    ),
    _staff(
        "registrar",
        "Алия Үлгіқызы",
        MINISTRY,
        (RoleKind.REGISTRAR,),
        _("A registrar: enrols officials by a one-time link, grants and ends roles."),
        all_=True,
    ),
    _staff(
        "registrar-2",
        "Ержан Сынақов",
        MINISTRY,
        (RoleKind.REGISTRAR,),
        _("A second registrar: lets the first one open the sealed evidence of a signature, or refuses."),
        all_=True,
    ),
)


def demo_persons() -> tuple[DemoPerson, ...]:
    """All persons of the demonstration, citizens first. Needs no database."""
    return _PERSONS


class DemoError(RuntimeError):
    """Why the demonstration's people cannot be loaded; the sentence says what to do."""


@transaction.atomic
def load_demo_people(now: dt.datetime) -> list[Person]:
    """Create the persons and roles that are missing, change nothing that is there; all of them, in order.

    Raises:
        DemoError: not a demonstration, or the invented bodies are not loaded yet.
    """
    if not settings.DEMO:
        raise DemoError("Demo persons are made only where JARIYA_MODE is demo or test.")
    slugs = {one.body for one in _PERSONS if one.body}
    bodies = {body.slug: body for body in Body.objects.filter(slug__in=slugs, invented=True)}
    missing = sorted(slugs - bodies.keys())
    if missing:
        raise DemoError(f"Load the invented bodies first: {', '.join(missing)} not found.")
    made = []
    for one in _PERSONS:
        person = Person.objects.filter(handle=one.handle).first()
        if person is None:
            person = Person(
                handle=one.handle,
                name=one.name,
                language=one.language,
                phone=one.phone,
                email=one.email,
                phone_confirmed_at=now if one.phone else None,
                email_confirmed_at=now if one.email else None,
                staff=bool(one.kinds),
                invented=True,
                created_at=now,
            )
            person.set_unusable_password()
            person.save(force_insert=True)
        held = set(Role.objects.filter(person=person).values_list("kind", flat=True))
        for kind in one.kinds:
            if kind not in held and one.body:
                body = bodies[one.body]
                posts = Post.objects.filter(body=body, kind=POSTS.get(kind, ""), roles=None)
                post = posts.order_by("order").first()
                roles.grant(person, body, kind, since=SINCE, everywhere=one.everywhere, post=post)
        made.append(person)
    return made
