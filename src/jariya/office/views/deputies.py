"""Who stands in for whom, and which orders allow whom to sign: entered by the head or a deputy, for one body."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from jariya.kernel.bodies import appointments
from jariya.kernel.bodies.errors import BodyRefusal
from jariya.kernel.bodies.models import Absence, Body, Delegation, DelegationScope, Holding, Post
from jariya.kernel.bodies.queries import seats
from jariya.kernel.lifecycle.engine import legal_day
from jariya.office import queue
from jariya.office.access import LEADERS, at_desk, bodies_with, chosen_body, lang, see
from jariya.portals.dialogue.access import page
from jariya.portals.dialogue.forms import PlainText

_DAY_BAD = _("This is not a day. Write it as 2026-12-31.")


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Give the day."), "invalid": _DAY_BAD},
    )


class Choices(forms.Form):
    """A form about the posts of one body; a post is named by its place in the body."""

    def __init__(self, *args: Any, posts: list[Post], held: dict[int, Holding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {str(post.order): post for post in posts}
        self.held = held
        for name in ("who", "deputy", "to"):
            if name in self.fields:
                self.fields[name].choices = self._choices(name)  # type: ignore[attr-defined]

    def _choices(self, name: str) -> list[tuple[str, str]]:
        found = []
        for order, post in self.posts.items():
            holding = self.held.get(post.pk)
            if name == "who" and holding is None:
                continue
            if name == "to" and post.kind == "head":
                continue
            said = post.name(lang()).text
            found.append((order, f"{said} · {holding.holder(lang()).text}" if holding else said))
        return [("", ""), *found]


class Away(Choices):
    """Somebody is away, and a post stands in."""

    who = forms.ChoiceField(
        label=_("Who is away?"),
        error_messages={"required": _("Choose who is away."), "invalid_choice": _("Nobody holds this post today.")},
    )
    deputy = forms.ChoiceField(
        label=_("Who stands in?"),
        error_messages={"required": _("Choose who stands in."), "invalid_choice": _("The body has no such post.")},
    )
    since = _day(_("First day away"))
    until = _day(_("Last day away"), required=False)


class Order(Choices):
    """A published order: who may do what for the head."""

    to = forms.ChoiceField(
        label=_("Who may act for the head?"),
        error_messages={"required": _("Choose the post."), "invalid_choice": _("The body has no such post.")},
    )
    scope = forms.MultipleChoiceField(
        label=_("What may they do?"),
        widget=forms.CheckboxSelectMultiple,
        choices=DelegationScope.choices,
        error_messages={"required": _("Tick at least one power."), "invalid_choice": _("This power is not known.")},
    )
    order_ref = PlainText(
        label=_("Number and day of the order"),
        max_length=300,
        error_messages={
            "required": _("A delegation needs its published order."),
            "max_length": _("The text is too long: at most %(limit_value)s characters, now %(show_value)s."),
        },
    )
    order_url = forms.URLField(
        label=_("Address where the order is published"),
        required=False,
        assume_scheme="https",
        max_length=200,
        error_messages={
            "invalid": _("This is not an address. It begins with https://"),
            "max_length": _("The text is too long: at most %(limit_value)s characters, now %(show_value)s."),
        },
    )
    since = _day(_("In force from"))
    until = _day(_("In force until"), required=False)


class Last(forms.Form):
    """The last day of an absence or of an order."""

    until = _day(_("Last day"))


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def deputies(request: HttpRequest, desk: queue.Desk, now: dt.datetime) -> HttpResponse:
    """Seats of a body with who is away and who stands in; delegation orders; forms for both."""
    today = legal_day(now)
    bodies = bodies_with(request, today, LEADERS)
    body = chosen_body(request, bodies)
    sat = seats(body, day=today)
    held = {seat.post.pk: seat.holding for seat in sat if seat.holding}
    verb = request.POST.get("do", "")
    options: dict[str, Any] = {"posts": [seat.post for seat in sat], "held": held}
    start = {"since": today}
    away = Away(request.POST if verb == "away" else None, initial=start, prefix="away", **options)
    order = Order(request.POST if verb == "order" else None, initial=start, prefix="order", **options)
    last = Last(request.POST if verb in ("back", "revoke") else None)
    refusal, status = None, 200
    if request.method == "POST":
        try:
            if _do(verb, request, body, away, order, last):
                return see("office:deputies", query=f"body={body.slug}&done=1")
            status = 422
        except BodyRefusal as error:
            refusal, status = error, error.status
    context = {
        "body": body,
        "bodies": bodies,
        "seats": sat,
        "absences": _absences(body, today),
        "orders": list(
            Delegation.objects.filter(from_post__body=body)
            .select_related("from_post", "to_post")
            .order_by("-since", "-id")[:100]
        ),
        "away": away,
        "order": order,
        "last": last,
        "scopes": dict(DelegationScope.choices),
        "refusal": refusal,
        "today": today,
        "done": request.GET.get("done"),
        "invented": body.invented,
    }
    return page(request, "office/deputies.html", context, status=status)


def _absences(body: Body, today: dt.date) -> list[Absence]:
    """Absences that last or are to come, by their first day."""
    rows = Absence.objects.filter(holding__post__body=body).exclude(until__lt=today)
    return list(rows.select_related("holding__post", "deputy").order_by("since", "id")[:100])


def _do(verb: str, request: HttpRequest, body: Body, away: Away, order: Order, last: Last) -> bool:
    """Do what the form says. False when it is not complete. Raises `BodyRefusal`, `Http404` and `BadRequest`."""
    if verb == "away" and away.is_valid():
        said = away.cleaned_data
        holding = away.held[away.posts[said["who"]].pk]
        deputy = away.posts[said["deputy"]]
        appointments.stand_in(holding=holding, deputy=deputy, since=said["since"], until=said["until"])
        return True
    if verb == "order" and order.is_valid():
        said = order.cleaned_data
        head = next((post for post in order.posts.values() if post.kind == "head"), None)
        if head is None:
            raise Http404
        appointments.delegate(
            from_post=head, to_post=order.posts[said["to"]], scope=said["scope"], order_ref=said["order_ref"],
            order_url=said["order_url"] or None, since=said["since"], until=said["until"],
        )  # fmt: skip
        return True
    if verb not in ("away", "order", "back", "revoke"):
        raise BadRequest("none of our buttons")
    if verb in ("back", "revoke"):
        if not last.is_valid():
            return False
        place, since = _place(request.POST.get("row", ""))
        if verb == "back":
            absence = Absence.objects.filter(
                holding__post__body=body, holding__post__order=place[0], since=since
            ).first()
            if absence is None:
                raise Http404
            appointments.come_back(absence=absence, until=last.cleaned_data["until"])
        else:
            rows = Delegation.objects.filter(
                from_post__body=body, from_post__order=place[0], to_post__order=place[-1], since=since
            )
            delegation = rows.order_by("-id").first()
            if delegation is None:
                raise Http404
            appointments.revoke(delegation=delegation, until=last.cleaned_data["until"])
        return True
    return False


def _place(said: str) -> tuple[list[int], dt.date]:
    """`2_2026-11-02` or `0-1_2026-11-02`: the places of the posts in the body, and the first day of the row."""
    orders, _sep, day = said.partition("_")
    try:
        found = [int(order) for order in orders.split("-")]
        if not 1 <= len(found) <= 2 or max(found) > 32767:
            raise Http404
        return found, dt.date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
