"""Forms of the desk for questions to lines."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.discussion.forms import CommentForm
from jariya.kernel.discussion.models import Organisation
from jariya.kernel.web.forms import Keyed


class QuestionForm(CommentForm):
    """What one asks about a line; else as a comment."""

    def __init__(self, *args: Any, most: int, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, most=most, organisations=organisations, **kwargs)
        self.fields["text"].label = _("Your question")


class PassOnForm(Keyed):
    """To which body the question goes. Bodies are found by name first."""

    to = forms.ChoiceField(
        label=_("Which body spends this money?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a body."), "invalid_choice": _("Choose a body of the list.")},
    )

    def __init__(self, *args: Any, bodies: list[Body], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {body.slug: body for body in bodies}
        cast(forms.ChoiceField, self.fields["to"]).choices = [(body.slug, body.name(lang).text) for body in bodies]

    @property
    def body(self) -> Body:
        """The chosen body."""
        return self.bodies[self.cleaned_data["to"]]
