"""The demonstration's sign-in by one button. Outside a demonstration the address does not exist."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jariya.kernel.people import demo, sessions
from jariya.kernel.people.gates import private, safe_next
from jariya.kernel.people.models import Means, Person
from jariya.kernel.people.views.sign_in import enter, home


@private
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """List the invented persons with what each may do; POST signs in as one of them."""
    if not settings.DEMO:
        raise Http404
    persons = {one.handle: one for one in demo.demo_persons()}
    if request.method == "POST":
        chosen = persons.get(request.POST.get("handle", ""))
        person = Person.objects.filter(handle=chosen.handle, invented=True).first() if chosen else None
        if chosen is None or person is None:
            raise Http404
        sessions.sign_in(request, person, level=chosen.level, means=Means.DEMO, now=timezone.now())
        return enter(request, safe_next(request.POST.get("next"), home(request)))
    loaded = set(Person.objects.filter(handle__in=list(persons)).values_list("handle", flat=True))
    context = {
        "persons": [one for one in persons.values() if one.handle in loaded],
        "target": safe_next(request.GET.get("next"), ""),
        "noindex": True,
    }
    return render(request, "people/demo.html", context, using="jinja2")
