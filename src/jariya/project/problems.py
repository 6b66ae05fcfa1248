"""Error pages: a stable code, what happened, what to do. Never a bare 500."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import gettext_lazy as _

from jariya.project.middleware import activate_from_path

log = logging.getLogger("jariya.problems")


@dataclass(frozen=True)
class Problem:
    """What the error page says. `code` never changes once published."""

    status: int
    code: str
    title: object
    remedy: object
    reference: str = ""


_TEXTS: dict[str, tuple[object, object]] = {
    "address_too_long": (_("The address is too long"), _("Shorten the search or the filters and try again.")),
    "nul_byte": (_("The request contains a forbidden character"), _("Go back, retype the text and send it again.")),
    "broken_utf8": (
        _("The text arrived damaged"),
        _("Go back and send it again. If it was pasted from a file, save the file as UTF-8 first."),
    ),
    "form_too_big": (_("The form is too large"), _("Shorten the text or send it in parts. Nothing was saved.")),
    "too_many_fields": (_("The form has too many fields"), _("Open the form again and fill it in anew.")),
    "unreadable_form": (
        _("The form did not arrive whole"),
        _("The connection broke off. Go back: your text is still in the form. Send it again; it will not be doubled."),
    ),
    "csrf": (
        _("The form has grown old"),
        _("Go back, reload the page and send it again. Your draft is kept in the form."),
    ),
    "bad_request": (_("The request could not be understood"), _("Go back and check what was entered.")),
    "not_found": (
        _("There is no such page"),
        _("Check the address, use the search or start from the front page. What you may not see also answers so."),
    ),
    "forbidden": (_("You may not do this"), _("Sign in with an account that has this role, or ask your registrar.")),
    "method": (_("This address does not take such a request"), _("Open the page and use its buttons.")),
    "too_many": (_("Too many attempts"), _("Wait a minute and try again.")),
    "server": (
        _("Something broke on our side"),
        _("Your text is still in the form: go back and try again. Tell the operator the number below."),
    ),
    "unavailable": (
        _("The service is being repaired"),
        _("Try again in a minute. Terms of the law keep running for the state."),
    ),
}
_BY_STATUS = {
    400: "bad_request",
    403: "forbidden",
    404: "not_found",
    405: "method",
    429: "too_many",
    500: "server",
    503: "unavailable",
}


def page(request: HttpRequest, status: int, code: str, reference: str = "") -> HttpResponse:
    """Error page (or JSON under /api) for `code`, in the reader's language."""
    activate_from_path(request)
    title, remedy = _TEXTS.get(code, _TEXTS[_BY_STATUS.get(status, "bad_request")])
    problem = Problem(status, code, title, remedy, reference)
    if request.path_info.startswith("/api/"):
        body = {"code": code, "title": str(title), "remedy": str(remedy), "reference": reference or None}
        response: HttpResponse = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    else:
        html = loader.render_to_string("errors.html", {"problem": problem}, request=request, using="jinja2")
        response = HttpResponse(html, status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler400."""
    return page(request, 400, "bad_request")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler403."""
    return page(request, 403, "forbidden")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler404; also what one may not see."""
    return page(request, 404, "not_found")


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500. The reference joins the page a reader saw to the log line an operator has."""
    reference = secrets.token_hex(4)
    log.error("problem reference %s", reference)
    try:
        return page(request, 500, "server", reference)
    except Exception:  # the page itself may be what broke
        log.exception("the error page broke, reference %s", reference)
        text = f"500 server {reference}\nҚызметте ақау бар. Сервис сломан. The service is broken.\n"
        return HttpResponse(text, status=500, content_type="text/plain; charset=utf-8")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: usually a page left open too long."""
    return page(request, 403, "csrf")
