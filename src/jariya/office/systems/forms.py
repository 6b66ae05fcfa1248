"""Forms of the systems' desk: a new system, a new token."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body, Post
from jariya.kernel.web.forms import PlainText
from jariya.office.systems.models import Scope

POSTS = ("officer", "ati_officer", "chief_of_staff", "deputy_head", "head")


class SystemForm(forms.Form):
    """What the program is called, and which post answers for it."""

    title = PlainText(
        label=_("Name of the program"),
        max_length=80,
        help_text=_("It stands beside what the program does, as an official's name would."),
        error_messages={"required": _("Write what the program is called.")},
    )
    post = forms.ChoiceField(
        label=_("The post that answers for it"),
        widget=forms.RadioSelect,
        help_text=_("A published order that lets this post extend terms lets the program do it too."),
        error_messages={
            "required": _("Choose the post that answers for the program."),
            "invalid_choice": _("The body has no such post."),
        },
    )

    def __init__(self, *args: Any, body: Body, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Post.objects.filter(body=body, kind__in=POSTS).order_by("order", "id")
        self.posts = {str(post.pk): post for post in rows}
        cast(forms.ChoiceField, self.fields["post"]).choices = [
            (key, post.name(lang).text) for key, post in self.posts.items()
        ]


class TokenForm(forms.Form):
    """What a token opens, and until when."""

    scopes = forms.MultipleChoiceField(
        label=_("What the token opens"),
        choices=[one for one in Scope.choices if one[0] != Scope.READ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Reading the letters of the body and what changed is always among it."),
        error_messages={"invalid_choice": _("Choose from the list.")},
    )
    expires_on = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": _("Choose the token's last day."),
            "invalid": _("This is not a day. Write it as 2026-12-31."),
        },
    )

    def __init__(self, *args: Any, today: dt.date, longest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].help_text = _("At most %(days)s days ahead.") % {"days": longest}
        self.fields["expires_on"].initial = (today + dt.timedelta(days=longest)).isoformat()
