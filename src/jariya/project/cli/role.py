"""`jariya role grant|link|revoke|list`: roles of officials, for operators; the first registrar comes from here."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

import typer

app = typer.Typer(help="Roles of officials in bodies. The first registrar is made here.", no_args_is_help=True)

Who = Annotated[str, typer.Argument(help="Official e-mail of the person.")]
Where = Annotated[str, typer.Argument(help="Body: the last part of its page's address.")]
Kind = Annotated[str, typer.Argument(help="officer, deputy, head, ati_officer, moderator, supervisor or registrar.")]


def _fail(sentence: str) -> None:
    typer.echo(sentence, err=True)
    raise typer.Exit(2)


def _body(slug: str) -> Any:
    from jariya.kernel.bodies.models import Body

    body = Body.objects.filter(slug=slug).first()
    if body is None:
        _fail(f"No body has the address {slug}. See its page's address, after the last slash.")
    return body


def _kind(kind: str) -> str:
    from jariya.kernel.people.models import RoleKind

    if kind not in RoleKind.values:
        _fail(f"There is no role {kind}. Roles: {', '.join(RoleKind.values)}.")
    return kind


@app.command()
def grant(
    email: Who,
    body: Where,
    kind: Kind,
    everywhere: Annotated[
        bool, typer.Option("--everywhere", help="In all bodies: supervisor or registrar only.")
    ] = False,
    name: Annotated[str, typer.Option(help="Name of a person who has no account yet: one is opened.")] = "",
    since: Annotated[str, typer.Option(help="First day, YYYY-MM-DD; today when left out.")] = "",
) -> None:
    """Grant a role. For a person without an account (give --name) it prints the one-time link to set up a key."""
    from jariya.project.cli import django

    django()
    from django.conf import settings
    from django.urls import reverse
    from django.utils import timezone, translation

    from jariya.kernel.people import enrolment, roles
    from jariya.kernel.people.models import Person
    from jariya.kernel.people.queries import EVERYWHERE_KINDS

    now = timezone.now()
    try:
        first = dt.date.fromisoformat(since) if since else timezone.localdate(now)
    except ValueError:
        _fail("--since is a day as YYYY-MM-DD.")
    where, what = _body(body), _kind(kind)
    if everywhere and what not in EVERYWHERE_KINDS:
        _fail("Only a supervisor or registrar can hold the role in all bodies.")
    person = Person.objects.filter(email=email.lower()).first()
    try:
        if person is not None:
            roles.grant(person, where, what, since=first, everywhere=everywhere)
            typer.echo(f"granted\t{person.handle}\t{what}\t{where.slug}\t{first}")
            return
        if not name:
            _fail("No account has this e-mail. Give --name to open one.")
        issued = enrolment.enrol(
            name=name,
            email=email,
            body=where,
            kinds=[what],
            language="kk",
            since=first,
            by=None,
            now=now,
            everywhere=everywhere,
        )
    except roles.RoleError as error:
        from jariya.kernel.people.texts import sentence

        with translation.override("en"):
            _fail(f"{error.code}: {sentence(error.code)}")
    with translation.override("kk"):
        path = reverse("people:enrol", args=[issued.token])
    typer.echo(f"granted\t{issued.enrolment.person.handle}\t{what}\t{where.slug}\t{first}")
    typer.echo(f"link\t{settings.PUBLIC_URL}{path}")


@app.command()
def link(email: Who) -> None:
    """A new one-time link for an official who lost every key: the only way for a registrar of the whole installation.

    Earlier links end now; old keys and sessions end when the new key is set up.
    """
    from jariya.project.cli import django

    django()
    from django.conf import settings
    from django.urls import reverse
    from django.utils import timezone, translation

    from jariya.kernel.people import enrolment
    from jariya.kernel.people.models import Person

    person = Person.objects.filter(email=email.lower(), staff=True, is_active=True).first()
    if person is None:
        _fail("No official's account has this e-mail.")
        return
    issued = enrolment.issue(person, by=None, now=timezone.now())
    with translation.override(person.language):
        path = reverse("people:enrol", args=[issued.token])
    typer.echo(f"link\t{settings.PUBLIC_URL}{path}")


@app.command()
def revoke(
    email: Who,
    body: Where,
    kind: Kind,
    last: Annotated[str, typer.Option(help="Last day of the role, YYYY-MM-DD; yesterday when left out.")] = "",
) -> None:
    """End a role; what was done in it stays. Exit 1 when the person does not hold it."""
    from jariya.project.cli import django

    django()
    from django.utils import timezone

    from jariya.kernel.people import roles
    from jariya.kernel.people.models import Role

    try:
        day = dt.date.fromisoformat(last) if last else timezone.localdate() - dt.timedelta(days=1)
    except ValueError:
        _fail("--last is a day as YYYY-MM-DD.")
    held = Role.objects.filter(person__email=email.lower(), body=_body(body), kind=_kind(kind), until=None)
    role = held.select_related("person").first()
    if role is None:
        typer.echo("The person does not hold this role.", err=True)
        raise typer.Exit(1)
    roles.end(role, last_day=day)
    typer.echo(f"ended\t{role.person.handle}\t{role.kind}\t{body}\t{role.until}")


@app.command("list")
def list_(body: Where) -> None:
    """Roles held today in a body: handle, role, everywhere or not, since."""
    from jariya.project.cli import django

    django()
    from django.utils import timezone

    from jariya.kernel.people.models import Role

    for role in (
        Role.objects.on(timezone.localdate()).filter(body=_body(body)).select_related("person").order_by("kind", "pk")
    ):
        typer.echo(f"{role.person.handle}\t{role.kind}\t{'everywhere' if role.everywhere else 'here'}\t{role.since}")
