"""A petition that citizen 1 has signed and whose signatures a supervisor doubts, for the walks over all addresses."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.record import sequencing
from jariya.kernel.signing.actions import open_session
from jariya.kernel.signing.models import SigningSession
from jariya.kernel.signing.step import Matter
from jariya.portals.petitions.collecting import api, invalidating, paper, queries
from jariya.portals.petitions.collecting.accepting import Given
from jariya.portals.petitions.models import Petition
from jariya.portals.petitions.texts import Texts


def signed(people: Mapping[str, Any], ministry: Any, *, now: dt.datetime) -> dict[str, Any]:
    """Columns of `Made`."""
    texts = Texts("kk", "Көшеге шам қою", "Фонари на улице", "Көшеге шам қоюды сұраймыз. " * 20, "Просим фонари. " * 20)
    case = Case.objects.create(
        public_id=ids.new("P", now.year), kind="petition", state="collecting", body=ministry,
        person=people["citizen-2"], language="kk", opened_at=now, opened_on=now.date(), visibility="public",
    )  # fmt: skip
    Petition.objects.create(
        case=case, addressee=ministry, moderated_by=ministry, scope="government", first_language="kk",
        text_digest=texts.digest(), submitted_on=now.date(), approved_on=now.date(), support_needed=50,
        opened_at=now, threshold=50_000, threshold_norm="petition.threshold.government", **texts.content(),
    )  # fmt: skip
    held = api.open(case, thresholds={"collecting": 50_000}, closes_on=None, now=now)
    for number in range(12):
        given = Given(
            api.refer(case, f"{number:012d}"), hashlib.sha256(b"%d" % number).digest(), "990000000", "Айгүл С."
        )
        taken = api.accept(case=case, given=given, verified=True, now=now)
        if number == 0:
            _session(people["citizen-1"], case, taken, now)
    sequencing.sequence(held.log.name, now=now)
    row = invalidating.prepare(
        case=case, by=people["supervisor"], reason="ұрланған кілттер", region="990000000", now=now
    )
    sheets = paper.enter(case=case, regions={"": 3}, scans=[b"%PDF-1.7"], by=people["supervisor"], now=now)
    return {
        "petition_signed": case.public_id, "petition_log": api.log_name(case), "invalidation": row.pk,
        "paper_batch": sheets.pk,
    }  # fmt: skip


def _session(person: Any, case: Case, taken: api.Accepted, now: dt.datetime) -> None:
    matter = Matter(id=case.public_id, rev=1, title_kk="Петиция", title_ru="Петиция")
    back = f"/kk/petitions/{case.public_id}/signed/"
    session = open_session(person=person, act=queries.ACT, matter=matter, back=back, language="kk", now=now)
    SigningSession.objects.filter(pk=session.pk).update(
        status="passed", received_at=now, settled_at=now,
        outcome={"case": case.public_id, "state": taken.state, "ref": taken.signer_ref.hex()},
    )  # fmt: skip
