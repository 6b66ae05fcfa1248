"""What of petitions stands in the search index, and how notices and signing name and reach them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.engine import Happening, legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.notices.short import Short
from jariya.kernel.people.models import Person
from jariya.kernel.search import actions as index
from jariya.portals.petitions.collecting.subject import Subject
from jariya.portals.petitions.models import Petition, Refusal
from jariya.portals.petitions.states import KIND, LISTED, SIGNABLE, TURNED_AWAY, group_of
from jariya.portals.petitions.texts import Texts, blackened, texts_of

HIDES = frozenset({"petition_sealed"})
SHOWN = (*LISTED, *TURNED_AWAY, "withdrawn")
"""States in which a public petition may be found."""

SHORT: dict[str, Short] = {
    "petition_returned": Short(_("returned"), _("%(number)s came back for changes, until %(due)s")),
    "petition_approved": Short(_("approved"), _("%(number)s: gather supporters by %(due)s")),
    "petition_refused": Short(_("refused"), _("%(number)s is refused. You may complain")),
    "petition_opened": Short(_("public"), _("%(number)s is public and collects signatures")),
    "petition_supported": Short(_("threshold reached"), _("%(number)s has its signatures")),
}
"""What matters so much that an author with only a telephone must hear it."""


def listener(happening: Happening) -> None:
    """Keep the index true in the transaction of the act: what is hidden leaves at once, what opens comes in."""
    case = happening.case
    if case.kind != KIND or happening.decision is None:
        return
    if happening.event.kind in HIDES:
        index.remove(f"case:{case.pk}")
        return
    found = documents(case)
    for document in found:
        index.put(document)
    if not found and case.visibility == "public":
        index.remove(f"case:{case.pk}")  # a refusal that fell: it is looked at anew, and gathers by link alone


def public_texts(petition: Petition) -> Texts:
    """The words anyone may read: a refused petition's with what was blackened in them.

    So it stays when the refusal falls and moderators look anew, until somebody has read it and approved it.
    """
    return public_texts_of([petition])[petition.case_id]


def public_texts_of(petitions: Iterable[Petition]) -> dict[int, Texts]:
    """The same of many petitions by case. One query where one of them is not approved."""
    rows = list(petitions)
    wanted = [row.case_id for row in rows if row.approved_on is None]
    cuts = Refusal.objects.filter(case__in=wanted, state__in=["stands", "overturned"]).order_by("id") if wanted else ()
    last = {cut.case_id: cut for cut in cuts}
    return {row.case_id: blackened(texts_of(row), last.get(row.case_id)) for row in rows}


def documents(case: Case) -> list[index.Document]:
    """A petition as the index holds it, in each language it has; nothing while it is not public or not listed."""
    if case.visibility != "public" or case.sealed or case.state not in SHOWN:
        return []
    petition = Petition.objects.select_related("case", "addressee").filter(case=case).first()
    if petition is None:
        return []
    texts = public_texts(petition)
    opened = petition.opened_at
    return [
        index.Document(
            ref=f"case:{case.pk}",
            language=lang,
            portal="petitions",
            kind=KIND,
            day=legal_day(opened) if opened else petition.submitted_on,
            title=texts.title(lang),
            url_name="petitions-public:petition",
            url_args=[case.public_id],
            text=texts.text(lang),
            body=petition.addressee_id,
            region=petition.region_id,
            answered=petition.decided_on is not None,
            invented=petition.addressee.invented,
            tags=tags(case.state, petition.outcome),
        )
        for lang in texts.languages
    ]


def tags(state: str, outcome: str) -> tuple[str, ...]:
    """The facts by which petitions are filtered, as the index writes them; what is empty gives none."""
    said = (("state", state.replace("_", "-")), ("group", group_of(state)), ("outcome", outcome))
    return tuple(f"{name}={value}" for name, value in said if value)


def link(case: Case, lang: str) -> str:
    """Path of a petition's page; before it is public its author is led to their own page."""
    open_to_all = case.visibility == "public" or case.state in SIGNABLE
    with translation.override(lang):
        return reverse("petitions-public:petition" if open_to_all else "petitions:mine", args=[case.public_id])


def desk(case: Case, lang: str) -> str:
    """Path of a petition at the desk that has the next move."""
    with translation.override(lang):
        moderated = Petition.objects.filter(case=case).values_list("moderated_by", "addressee").first()
        here = moderated is None or case.body_id == moderated[0] != moderated[1] or case.state not in LISTED
        return reverse("petitions:moderate" if here else "consideration:desk-one", args=[case.public_id])


def title(case: Case, lang: str) -> str | None:
    """The public title, in the reader's language where it has one."""
    petition = Petition.objects.select_related("case").filter(case=case).first()
    if petition is None:
        return None
    texts = public_texts(petition)
    return texts.title(texts.shown_in(lang)) or None


def titles(cases: Sequence[Case]) -> dict[int, str]:
    """Public titles of many petitions, by case: each in the language written first."""
    return titles_of([case.pk for case in cases])


def titles_of(case_ids: Iterable[int]) -> dict[int, str]:
    """The same by ids. Two queries, one more for each refused petition in whose title something was blackened."""
    wanted = list(case_ids)
    rows = Petition.objects.filter(case__in=wanted).select_related("case")
    cut = set(
        Refusal.objects.filter(case__in=wanted, state__in=["stands", "overturned"])
        .exclude(cut_title_kk="", cut_title_ru="")
        .values_list("case_id", flat=True)
    )
    found = {}
    for row in rows:
        texts = public_texts(row) if row.case_id in cut else texts_of(row)
        found[row.case_id] = texts.title(texts.first)
    return found


def subject(case: Case, reader: Person | None, lang: str) -> Subject | None:
    """A petition as its signers see it; None where this reader may not open it."""
    petition = Petition.objects.readable_by(reader).select_related("case", "addressee").filter(case=case).first()
    if petition is None:
        return None
    texts = public_texts(petition)
    return Subject(
        revision=petition.revision,
        title_kk=texts.title(texts.shown_in("kk")),
        title_ru=texts.title(texts.shown_in("ru")),
        text=texts.together(),
        addressee=petition.addressee.name(lang).text,
        home=link(petition.case, lang),
        signable=petition.case.state in SIGNABLE and petition.case.suspended_since is None,
        invented=petition.addressee.invented,
        language=texts.first,
    )
