"""The signature of a report: the head of the authorised body signs the digests of its rows and figures."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from jariya.kernel.correspondence import signatures
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.signing import acts, pages
from jariya.kernel.signing.acts import Rejected
from jariya.kernel.signing.models import SigningSession
from jariya.kernel.signing.policy import ORGANISATION
from jariya.kernel.signing.step import Matter
from jariya.portals.requests.report import actions
from jariya.portals.requests.report.models import Report

if TYPE_CHECKING:
    from jariya.kernel.signing.verdict import Verdict

ACT = "report.sign"
TITLE = _("Report on access to information, %(year)s, edition %(edition)s")


def connect() -> None:
    """Make the act known to `signing`; called once by `project/wiring.py`."""
    acts.register(ACT, ORGANISATION, signed, title=_("Sign the report"))


def begin(request: HttpRequest, report: Report, *, now: dt.datetime) -> HttpResponse:
    """To the page on which the report is signed."""
    said = {"year": str(report.year), "edition": str(report.edition)}
    matter = Matter(
        id=f"{report.year}-{report.edition}",
        rev=report.edition,
        title_kk=signatures.in_language("kk", TITLE, said),
        title_ru=signatures.in_language("ru", TITLE, said),
        text="\n".join(filter(None, (report.rows_sha256, report.findings_sha256, report.figures_sha256))),
        facts=((gettext("Rows"), ngettext("%(num)s request", "%(num)s requests", report.rows) % {"num": report.rows}),),
        more={
            "rows_sha256": report.rows_sha256,
            "findings_sha256": report.findings_sha256,
            "figures_sha256": report.figures_sha256,
            "rows": report.rows,
        },
    )
    return pages.begin(request, act=ACT, matter=matter, back=reverse("report:desk"), now=now)


def signed(session: SigningSession, verdict: Verdict, now: dt.datetime) -> dict[str, Any]:
    """The signature has passed: publish the report, when the signer may sign for the authorised body."""
    year, _dash, edition = signatures.id_of(session).partition("-")
    assert session.person is not None
    report = Report.objects.select_related("body").filter(year=int(year), edition=int(edition)).first()
    if report is None:
        raise Rejected("signed.text_gone")
    signatures.may_sign(session.person, verdict, report.body, now)
    try:
        actions.sign(report=report, signing=session, now=now)
    except Refused as error:
        raise Rejected("signed.step_refused") from error
    return {"report": signatures.id_of(session)}
