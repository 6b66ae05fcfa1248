"""What is taken from a petition's page to other places: the counter, the poster, the picture for links."""

from __future__ import annotations

from html import escape

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from jariya.kernel.web import hot, qr
from jariya.kernel.web.caching import kept
from jariya.kernel.web.share import share_image
from jariya.portals.petitions.public.poster import pdf
from jariya.portals.petitions.public.views.shared import HOT, absolute, lang, page, view_or_404

HEIGHT = 260
"""Of the counter's frame in pixels."""


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]  # its types know no arguments of an address
@require_safe
def embed(request: HttpRequest, public_id: str) -> HttpResponse:
    """The counter and nothing else: any site may frame it. No script, no cookie, no form."""
    view = view_or_404(public_id)
    title, title_lang = view.title(lang())
    context = {
        "view": view,
        "title": title,
        "title_lang": title_lang,
        "noindex": True,
        "invented": view.case.invented,
    }
    answer = page(request, "embed.html", context)
    answer["Cache-Control"] = HOT
    return hot.page(answer)


@require_safe
def snippet(request: HttpRequest, public_id: str) -> HttpResponse:
    """What to copy into a page to show the counter there."""
    view = view_or_404(public_id)
    title, title_lang = view.title(lang())
    address = absolute(reverse("petitions-public:embed", args=[view.case.public_id]))
    code = (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="{HEIGHT}" loading="lazy"'
        ' referrerpolicy="no-referrer"></iframe>'
    )
    context = {
        "view": view,
        "title": title,
        "title_lang": title_lang,
        "code": code,
        "noindex": view.by_link,
        "invented": view.case.invented,
    }
    return page(request, "snippet.html", context)


@require_safe
def poster(request: HttpRequest, public_id: str) -> HttpResponse:
    """A page to be printed and hung up: what it asks for, and a code that a telephone reads."""
    view = view_or_404(public_id)
    title, title_lang = view.title(lang())
    address = absolute(reverse("petitions-public:petition", args=[view.case.public_id]))
    context = {
        "view": view,
        "title": title,
        "title_lang": title_lang,
        "qr": qr.svg(address),
        "address": address,
        "noindex": True,
        "invented": view.case.invented,
    }
    return page(request, "poster.html", context)


@require_safe
def poster_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """The poster as PDF, A4."""
    view = view_or_404(public_id)
    title, title_lang = view.title(lang())
    address = absolute(reverse("petitions-public:petition", args=[view.case.public_id]))
    marks = [_("INVENTED DATA")] if settings.DEMO or view.case.invented else []
    content = pdf(
        title=title,
        text=view.texts.text(title_lang)[:900],
        body=view.petition.addressee.name(lang()).text,
        asked=_("Read it and sign"),
        address=address,
        lang=lang(),
        marks=marks,
    )
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{view.case.public_id}.pdf"'
    return kept(answer)


@require_safe
def share(request: HttpRequest, public_id: str) -> HttpResponse:
    """The picture that other sites show beside a link."""
    view = view_or_404(public_id)
    title, _title_lang = view.title(lang())
    picture = share_image(
        title,
        view.petition.addressee.short(lang()).text,
        site=_("Jariya"),
        invented=_("INVENTED DATA") if settings.DEMO or view.case.invented else "",
    )
    return kept(HttpResponse(picture, content_type="image/png"))
