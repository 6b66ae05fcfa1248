"""What of budgets stands in the index of everything public: one entry for each budget and language."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from jariya.kernel.search import actions as index
from jariya.portals.budgets.drill import budgets
from jariya.portals.budgets.models import Budget, Mention, Release
from jariya.portals.budgets.names import shown

LANGUAGES = ("kk", "ru", "en")


def title(budget: Budget, lang: str) -> str:
    """The title of a budget in a language: whose it is, and the year."""
    with translation.override(lang):
        name = budget.region.name(lang).text if budget.region else _("Republican budget")
        return (
            f"{name}: {_('budget of %(year)s') % {'year': budget.year}}" if budget.region else f"{name}, {budget.year}"
        )


def documents(budget: Budget) -> list[index.Document]:
    """A budget as the index holds it, by languages. Names of its places are words of the Russian entry."""
    release = Release.objects.visible_to(None).filter(budget=budget).order_by("-at").first()
    if release is None:
        return []
    rows = Mention.objects.filter(release__budget=budget, release__published=True, node__depth__lte=3)
    labels = list(rows.values_list("node__cut", "node__path", "label__text").distinct())
    made = []
    for lang in LANGUAGES:
        with translation.override(lang):
            words = dict.fromkeys(name.text for name in (shown(*row) for row in labels) if name.lang == lang)
        made.append(
            index.Document(
                ref=f"budget:{budget.pk}",
                language=lang,
                portal="budgets",
                kind="budget",
                day=release.at.date(),
                title=title(budget, lang),
                url_name="budgets:budget",
                url_args=[budget.slug],
                text="\n".join(words),
                region=budget.region_id,
                invented=budget.invented,
            )
        )
    return made


def put(wanted: Iterable[Budget] | None = None) -> int:
    """Bring budgets into the index, all of them without `wanted`. Safe to repeat. Returns how many entries."""
    count = 0
    for budget in budgets() if wanted is None else wanted:
        for document in documents(budget):
            index.put(document)
            count += 1
    return count
