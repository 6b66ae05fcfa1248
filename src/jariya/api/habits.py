"""What every answer of the API has in common: JSON by orjson, errors by code, languages, keyset pages, caching."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, URLResolver
from django.utils import translation
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import BaseRenderer

from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.web.caching import kept

LANGUAGES = ("kk", "ru", "en")


class Orjson(BaseRenderer):
    """Cyrillic as it is: the default renderer escapes it and doubles the size."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """Bytes of an answer."""
        return orjson.dumps(data, default=str)


class ApiProblem(Exception):
    """An error with its code; `status` 4xx."""

    def __init__(self, status: int, code: str, title: Any, remedy: Any) -> None:
        super().__init__(code)
        self.status, self.code, self.title, self.remedy = status, code, title, remedy


def problem(
    api: NinjaAPI, request: HttpRequest, status: int, code: str, title: Any, remedy: Any, **more: Any
) -> HttpResponse:
    """The one shape of an error: code, what happened, what to do."""
    body = {"code": code, "title": str(title), "remedy": str(remedy), **more}
    response = api.create_response(request, body, status=status)
    response["Cache-Control"] = "no-store"
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    elif status == 429:
        response["Retry-After"] = "60"
    return response


def install(api: NinjaAPI) -> None:
    """Give an API the house's error answers."""
    from django.http import Http404
    from django.utils.translation import gettext_lazy as _

    @api.exception_handler(ApiProblem)
    def _problem(request: HttpRequest, error: ApiProblem) -> HttpResponse:
        return problem(api, request, error.status, error.code, error.title, error.remedy)

    @api.exception_handler(Refused)
    def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
        more = {"fields": fields} if (fields := getattr(error, "fields", None)) else {}
        return problem(api, request, error.status, error.code, error.title, error.remedy, **more)

    @api.exception_handler(HttpError)
    def _unread(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(
            api,
            request,
            error.status_code,
            "body_unreadable",
            _("What was sent cannot be read"),
            _("Send JSON in UTF-8, as the API's description says."),
        )

    @api.exception_handler(RequestDataTooBig)
    def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return problem(
            api,
            request,
            413,
            "body_too_big",
            _("What was sent is too long"),
            _("Send documents as files, each by itself."),
        )

    @api.exception_handler(ValidationError)
    def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        names = ", ".join(sorted({str(row["loc"][-1]) for row in error.errors}))
        return problem(
            api,
            request,
            422,
            "parameter_invalid",
            _("A parameter is not valid: %(names)s") % {"names": names},
            _("See the API's description for what it takes."),
        )

    @api.exception_handler(Http404)
    def _none(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(
            api,
            request,
            404,
            "not_found",
            _("There is no such thing"),
            _("Check the id. What you may not see also answers so."),
        )


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """In the language of `?lang=` (Kazakh by default), cacheable by anyone."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        lang = request.GET.get("lang", "kk")
        with translation.override(lang if lang in LANGUAGES else "kk"):
            found = view(request, *args, **kwargs)
        response = HttpResponse(orjson.dumps(found, default=str), content_type="application/json; charset=utf-8")
        kept(response)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return answered


def with_heads(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Let HEAD ask what GET answers (the server leaves the body out): the framework knows GET alone."""

    def heard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "HEAD":
                request.method = "GET"
            return view(request, *args, **kwargs)

        return answered

    found = list(patterns)
    for pattern in found:
        if isinstance(pattern, URLPattern):
            pattern.callback = heard(pattern.callback)
    return found


def described(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The description itself is as public as the answers."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = kept(view(request, *args, **kwargs))
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return answered


def names(thing: Any) -> dict[str, str | None]:
    """A name in three languages; null where the sources give none."""
    return {lang: getattr(thing, f"name_{lang}") for lang in LANGUAGES}
