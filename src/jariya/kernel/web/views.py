"""The page of low-vision settings and the living style page."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.web import modes, specimen
from jariya.kernel.web.caching import kept
from jariya.kernel.web.share import share_image

YEAR = 365 * 24 * 3600


def _next(request: HttpRequest) -> str:
    """Page to return to: a path of this site, else the front page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted.startswith("/") and len(wanted) < 2000 and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return f"/{get_language()}/"


def _foreign(request: HttpRequest) -> bool:
    """Whether another site's page sent this form."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.get_host()


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def view(request: HttpRequest) -> HttpResponse:
    """Choose size, colours and letter spacing: GET shows the form, POST sets the cookie `view` and returns.

    Works without JavaScript. No CSRF token: the page must stay the same bytes for everyone (it is cached), and the
    one thing a forged form could do is to change how pages look; forms of other sites are refused by Sec-Fetch-Site
    or Origin all the same. Unknown values become the default. `next` must be a path of this site.
    """
    if request.method != "POST":
        context = {"next": _next(request), "sizes": modes.SIZES, "schemes": modes.SCHEMES}
        return kept(render(request, "web/view.html", context, using="jinja2"))
    response: HttpResponse = HttpResponseRedirect(_next(request))
    response.status_code = 303
    response["Cache-Control"] = "no-store"
    if _foreign(request):
        return response
    calm = "calm" if request.POST.get("calm") else "plain"
    mode = modes.parse(f"{request.POST.get('size', '')}-{request.POST.get('scheme', '')}-{calm}")
    if mode == modes.DEFAULT or request.POST.get("reset"):
        response.delete_cookie(modes.COOKIE, samesite="Lax")
    else:
        response.set_cookie(
            modes.COOKIE,
            mode.value,
            max_age=YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Every component, with invented content, in the reader's language and way of looking."""
    return kept(render(request, "web/style.html", specimen.content(), using="jinja2"))


@require_safe
def share(request: HttpRequest) -> HttpResponse:
    """A sample of the picture that other sites show beside a link."""
    picture = share_image(
        _("When will the road to the village be repaired?"),
        _("Model ministry"),
        site=_("Jariya"),
        invented=_("INVENTED DATA"),
    )
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": "public, max-age=86400"})
