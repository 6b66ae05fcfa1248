"""Two small gates before the pages: requests that no page should have to think about, and the site's own paths."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    UnreadablePostError,
)
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

Handler = Callable[[HttpRequest], HttpResponse]
MAX_QUERY = 4000


class SaneRequest:
    """Refuse broken UTF-8, NUL bytes and oversize queries with a clear 4xx before any page sees them."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from jariya.project import problems

        query = request.META.get("QUERY_STRING", "")
        if len(query) > MAX_QUERY:
            return problems.page(request, 414, "address_too_long")
        raw = unquote_to_bytes(query.replace("+", " ")) + request.path_info.encode("utf-8", "surrogatepass")
        if b"\x00" in raw:
            return problems.page(request, 400, "nul_byte")
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            return problems.page(request, 400, "broken_utf8")
        return self.get_response(request)


class CompressPublic(GZipMiddleware):
    """Compress public pages alone: they hold no secret that a compressed length could betray."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Gzip what any cache may keep."""
        if "public" not in response.get("Cache-Control", ""):
            return response
        return super().process_response(request, response)


class SitePath:
    """`/` redirects by cookie, then Accept-Language, then Kazakh. Broken fields are a 400, wrong methods a 405."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from jariya.project import problems

        if request.path_info == "/":
            language = chosen_language(request)
            response: HttpResponse = HttpResponseRedirect(f"/{language}/")
            response["Vary"] = "Accept-Language, Cookie"
            response["Cache-Control"] = "private, no-store"
            return response
        if request.method == "POST" and not request.path_info.startswith("/api/"):
            try:
                fields = request.POST
            except RequestDataTooBig:
                return problems.page(request, 413, "form_too_big")
            except TooManyFieldsSent:
                return problems.page(request, 400, "too_many_fields")
            except (UnreadablePostError, SuspiciousOperation):
                return problems.page(request, 400, "unreadable_form")
            for values in fields.lists():
                for value in values[1]:
                    if "\x00" in value or "\ufffd" in value:
                        return problems.page(request, 400, "broken_utf8")
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            # Django's own answer has no words.
            said = problems.page(request, 405, "method")
            said["Allow"] = response["Allow"]
            return said
        return response


def chosen_language(request: HttpRequest) -> str:
    """Language of a reader who did not name one in the address: cookie, then Accept-Language, then Kazakh."""
    known = {code for code, _ in settings.LANGUAGES}
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if cookie in known:
        return cookie
    for part in request.headers.get("Accept-Language", "")[:200].split(","):
        code = part.split(";")[0].strip()[:2].lower()
        if code in known:
            return code
    return "kk"


def safe_next(request: HttpRequest, target: str | None, default: str) -> str:
    """`target` when it is a path of this site, else `default`."""
    if target and target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return target
    return default


def language_of_path(path: str) -> str | None:
    """`kk`, `ru` or `en` when the path begins with it."""
    first = path.lstrip("/").partition("/")[0]
    return first if first in {code for code, _ in settings.LANGUAGES} else None


def activate_from_path(request: HttpRequest) -> None:
    """For pages made before LocaleMiddleware ran."""
    translation.activate(language_of_path(request.path_info) or chosen_language(request))
