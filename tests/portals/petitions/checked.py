"""Petitions at the moderators' desk for the walks over all addresses; what is not public in them is a secret."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from tests.portals.petitions.conftest import KK, RU

from jariya.portals.petitions import actions
from jariya.portals.petitions.actions import drafting
from jariya.portals.petitions.texts import Texts

DAY = dt.timedelta(days=1)


def petitions(
    people: Mapping[str, Any], ministry: Any, say: Callable[[str], str], *, now: dt.datetime
) -> dict[str, str]:
    """A draft, and petitions that wait, are checked, came back, may be refused, are refused, complained of."""
    author, one, two = people["citizen-1"], people["moderator"], people["moderator-2"]

    def words(name: str) -> Texts:
        secret = say(f"text of a petition, {name}")
        return Texts(
            "kk", f"Жол жөндеу туралы {secret}", f"О ремонте дороги {secret}", f"{KK} {secret}", f"{RU} {secret}"
        )

    def submitted(texts: Texts, days: int = 3) -> Any:
        at = now - days * DAY
        return actions.submit(by=author, texts=texts, addressee=ministry, signing=None, invented=True, now=at).case

    draft = drafting.begin(person=author, now=now, first="kk", addressee=ministry)
    drafting.save(draft=draft, texts=words("draft"), addressee=ministry, now=now)
    waiting, checked, returned, doubted = (
        submitted(words(name)) for name in ("waiting", "checked", "returned", "doubted")
    )
    for case in (checked, returned, doubted):
        actions.claim(case=case, by=one, now=now - 2 * DAY)
    actions.send_back(case=returned, reason=say("reason why a petition was returned"), by=one, now=now - 2 * DAY)
    reason = say("reason of a proposed refusal of a petition")
    actions.propose_refusal(case=doubted, ground="courts", reason=reason, by=one, now=now - 2 * DAY)
    silent = submitted(words("silent"), days=60)

    def refused(name: str) -> Any:
        """Refused and public; a name in its text was blackened."""
        secret = say(f"blackened in a refused petition, {name}")
        case = submitted(Texts("kk", "Сот шешімі туралы петиция", "", f"{KK} {secret}", ""), days=20)
        actions.claim(case=case, by=one, now=now - 19 * DAY)
        cause = say(f"blackened in the reason, {name}")
        actions.propose_refusal(case=case, ground="courts", reason=f"Сот ісі. {cause}", by=one, now=now - 18 * DAY)
        cut = {"cut_text_kk": f"{KK} ███"}
        return actions.refuse(
            case=case, checked=True, by=two, now=now - 17 * DAY, cut=cut, public_reason="Сот ісі. ███"
        ).case

    turned, disputed = refused("refused"), refused("disputed")
    actions.complain(case=disputed, reason=say("complaint about a refused petition"), by=author, now=now - 5 * DAY)
    return {
        "petition_draft": draft.key,
        "petition_waiting": waiting.public_id,
        "petition_checked": checked.public_id,
        "petition_returned": returned.public_id,
        "petition_doubted": doubted.public_id,
        "petition_silent": silent.public_id,
        "petition_refused": turned.public_id,
        "petition_disputed": disputed.public_id,
    }
