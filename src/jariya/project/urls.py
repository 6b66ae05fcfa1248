"""All addresses. Pages live under /{kk|ru|en}/; /api, /log and /files carry no language."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.views.decorators.http import require_safe


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For supervisors: the process serves. The database is `jariya doctor`'s business."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be indexed; private pages may not."""
    lines = ["User-agent: *", "Disallow: /*/my/", "Disallow: /*/desk/", "Disallow: /*/sign-in/"]
    lines += [f"Sitemap: {settings.PUBLIC_URL}{reverse('dcat:sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain", headers={"Cache-Control": "public, max-age=3600"})


def _there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


_PAGES = [
    ("", "jariya.kernel.web.urls"),
    ("", "jariya.pages.urls"),
    ("", "jariya.kernel.people.urls"),
    ("", "jariya.kernel.signing.sign_in.urls"),
    ("", "jariya.kernel.notices.urls"),
    ("sign/", "jariya.kernel.signing.urls"),
    ("log/", "jariya.kernel.record.urls"),
    ("discussion/", "jariya.kernel.discussion.urls"),
    ("questions/", "jariya.portals.dialogue.urls"),
    ("requests/", "jariya.portals.requests.urls"),
    ("appeals/", "jariya.portals.dialogue.appeals.urls"),
    ("heads/", "jariya.portals.dialogue.blog.urls"),
    ("conferences/", "jariya.portals.dialogue.conference.urls"),
    ("surveys/", "jariya.portals.dialogue.survey.urls"),
    ("petitions/", "jariya.portals.petitions.urls"),
    ("budgets/drafts/", "jariya.portals.budgets.drafts.urls"),
    ("budgets/programmes/", "jariya.portals.budgets.drafts.programme_urls"),
    ("budgets/questions/", "jariya.portals.budgets.asking.urls"),
    ("budgets/", "jariya.portals.budgets.urls"),
    ("data/plans/", "jariya.portals.opendata.planning.urls"),
    ("data/wanted/", "jariya.portals.opendata.wanted.urls"),
    ("data/sources/", "jariya.portals.opendata.harvesting.urls"),
    ("data/", "jariya.portals.opendata.urls"),
    ("petitions/consideration/", "jariya.portals.petitions.consideration.urls"),
    ("petitions/", "jariya.portals.petitions.public.urls"),
    ("desk/filing/", "jariya.office.filing.urls"),
    ("desk/systems/", "jariya.office.systems.urls"),
    ("coupon/", "jariya.office.filing.coupon_urls"),
    ("together/", "jariya.kernel.correspondence.cosigners.urls"),
    ("reception/", "jariya.office.reception.urls"),
    ("access-reports/", "jariya.portals.requests.report.urls"),
    ("editorial/", "jariya.portals.requests.editorial.urls"),
    ("recommendations/", "jariya.portals.requests.monitoring.urls"),
    ("access-officers/", "jariya.portals.requests.officers.urls"),
    ("access-commission/", "jariya.portals.requests.commission.urls"),
    ("learning/seminars/", "jariya.portals.requests.learning.seminar_urls"),
    ("learning/", "jariya.portals.requests.learning.urls"),
    ("petitions/", "jariya.portals.petitions.collecting.urls"),
    ("desk/", "jariya.office.urls"),
]
_BARE = [
    ("access-reports/", "jariya.portals.requests.report.file_urls"),
    ("api/", "jariya.api.urls"),
    ("", "jariya.api.ckan.urls"),
    ("", "jariya.api.egov.urls"),
    ("", "jariya.api.dcat.urls"),
    ("files/", "jariya.kernel.files.urls"),
    ("", "jariya.kernel.notices.feed_urls"),
    ("", "jariya.kernel.record.file_urls"),
    ("", "jariya.portals.petitions.collecting.file_urls"),
    ("", "jariya.kernel.notices.push.urls"),
    ("", "jariya.kernel.signing.egov_urls"),
]
_BARE.append(("", "jariya.kernel.signing.sign_in.bare_urls"))

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health, name="health"),
    path("robots.txt", robots, name="robots"),
    *(path(prefix, include(module)) for prefix, module in _BARE if _there(module)),
    *i18n_patterns(*(path(prefix, include(module)) for prefix, module in _PAGES if _there(module))),
]
handler400 = "jariya.project.problems.bad_request"
handler403 = "jariya.project.problems.forbidden"
handler404 = "jariya.project.problems.not_found"
handler500 = "jariya.project.problems.server_error"
