"""Hot pages: one rendering for a crowd, nothing of anybody in it, and what is taken down goes."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from jariya.kernel.web import hot
from jariya.kernel.web.caching import kept


class Site:
    """A page behind the middleware, with a clock of its own."""

    def __init__(self) -> None:
        self.time, self.rendered = 100.0, 0
        self.make = lambda request: hot.page(kept(HttpResponse(f"{request.path} {self.rendered}")))
        self.asked = hot.HotPages(self._render)

    def _render(self, request: HttpRequest) -> Any:
        self.rendered += 1
        return self.make(request)

    def get(self, path: str = "/kk/a/", **more: Any) -> Any:
        request = RequestFactory().get(path, **more)
        request.COOKIES.update(more.get("cookies", {}))
        return self.asked(request)


@pytest.fixture
def site(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Site:
    made = Site()
    settings.HOT_SECONDS = 2
    monkeypatch.setattr(hot, "store", hot.Store(clock=lambda: made.time))
    return made


def test_a_crowd_gets_one_rendering_for_two_seconds(site: Site) -> None:
    first = site.get()
    site.time += 1.9
    again = site.get()
    assert site.rendered == 1 and again.content == first.content
    assert dict(again.items()) == dict(first.items())
    site.time += 0.2
    assert site.get().content != first.content and site.rendered == 2


def test_path_way_of_looking_host_and_compression_are_the_key_and_no_other_cookie(site: Site) -> None:
    site.get()
    site.get(cookies={"session": "secret", "view": "nonsense"})
    assert site.rendered == 1
    for more in (
        {"path": "/ru/a/"}, {"cookies": {"view": "150-dark-calm"}}, {"headers": {"host": "b.example"}},
        {"headers": {"accept-encoding": "br, gzip"}},
    ):  # fmt: skip
        before = site.rendered
        site.get(**more)
        site.get(**more)
        assert site.rendered == before + 1, more


@pytest.mark.parametrize("spoil", ["cookie", "private", "404", "vary", "big", "unsaid"])
def test_what_is_not_for_everyone_is_never_kept(site: Site, spoil: str) -> None:
    def make(request: HttpRequest) -> HttpResponse:
        answer = HttpResponse("x" * (hot.BIGGEST + 1 if spoil == "big" else 1), status=404 if spoil == "404" else 200)
        answer["Cache-Control"] = "private" if spoil == "private" else "public, max-age=30"
        if spoil == "cookie":
            answer.set_cookie("session", "secret")
        if spoil == "vary":
            answer["Vary"] = "Accept-Encoding, Cookie"
        return answer if spoil == "unsaid" else hot.page(answer)

    site.make = make  # type: ignore[assignment]
    site.get()
    site.get()
    assert site.rendered == 2


def test_questions_and_other_methods_are_answered_anew(site: Site) -> None:
    for _time in range(2):
        site.get("/kk/a/?q=1")
        site.asked(RequestFactory().head("/kk/a/"))
        site.asked(RequestFactory().post("/kk/a/"))
    assert site.rendered == 6


def test_while_one_renews_others_get_the_old_one_but_not_for_long(site: Site) -> None:
    old = site.get()
    site.time += 3
    seen: list[bytes] = []
    make = site.make

    def slow(request: HttpRequest) -> Any:
        seen.append(site.get().content)  # somebody else, in the middle of the rendering
        return make(request)

    site.make = slow  # type: ignore[assignment]
    fresh = site.get()
    assert seen == [old.content] and fresh.content != old.content and site.rendered == 2
    site.make = make
    site.time += hot.LONGEST + 1
    site.get()
    assert site.rendered == 3


def test_what_was_taken_down_is_gone_with_the_next_rendering(site: Site) -> None:
    site.get()
    site.make = lambda request: HttpResponse("gone", status=404)  # type: ignore[assignment, return-value]
    site.time += 2.1
    assert site.get().status_code == 404 and site.get().status_code == 404


def test_only_so_many_are_kept(site: Site) -> None:
    for number in range(hot.MOST + 5):
        site.get(f"/kk/{number}/")
    site.get("/kk/0/")
    assert site.rendered == hot.MOST + 6
    site.get(f"/kk/{hot.MOST}/")
    assert site.rendered == hot.MOST + 6
