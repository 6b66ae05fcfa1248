"""Names of places as a reader of a language reads them.

The files are in Russian. Sections and the largest divisions have names in all languages here; any other name is shown
as the file has it, with its language said.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext

from jariya.kernel.language.catalogues import N_
from jariya.portals.budgets import sections
from jariya.portals.budgets.reading.names import searchable

COMMON: dict[str, str] = {
    "Итого": N_("Total"),
    "Государственные услуги общего характера": N_("General public services"),
    "Оборона": N_("Defence"),
    "Общественный порядок, безопасность, правовая, судебная, уголовно-исполнительная деятельность": N_(
        "Public order, security, law, courts and prisons"
    ),
    "Образование": N_("Education"),
    "Здравоохранение": N_("Health care"),
    "Социальная помощь и социальное обеспечение": N_("Social assistance and social security"),
    "Жилищно-коммунальное хозяйство": N_("Housing and utilities"),
    "Культура, спорт, туризм и информационное пространство": N_("Culture, sport, tourism and media"),
    "Топливно-энергетический комплекс и недропользование": N_("Fuel, energy and the subsoil"),
    "Сельское, водное, лесное, рыбное хозяйство, особо охраняемые природные территории, охрана окружающей среды и"
    " животного мира, земельные отношения": N_("Farming, water, forests, fish, nature and land"),
    "Промышленность, архитектурная, градостроительная и строительная деятельность": N_(
        "Industry, architecture, town planning and building"
    ),
    "Транспорт и коммуникации": N_("Transport and communications"),
    "Прочие": N_("Other"),
    "Обслуживание долга": N_("Service of the debt"),
    "Трансферты": N_("Transfers"),
    "Погашение займов": N_("Loans repaid"),
    "Текущие затраты": N_("Current expenditure"),
    "Капитальные затраты": N_("Capital expenditure"),
    "Бюджетные кредиты": N_("Loans given from the budget"),
    "Приобретение финансовых активов": N_("Financial assets bought"),
    "Выполнение государственных обязательств по проектам государственно-частного партнерства": N_(
        "Duties of the state in public-private partnerships"
    ),
}


class Shown(NamedTuple):
    """A name and the language it is really in."""

    text: str
    lang: str


@cache
def _common() -> dict[str, str]:
    return {searchable(name): title for name, title in COMMON.items()}


def shown(cut: str, path: str, label: str) -> Shown:
    """The name of a place for a reader of the active language."""
    lang = translation.get_language() or "kk"
    known = sections.TITLES.get(path) if cut == "full" else None
    known = known or _common().get(searchable(label))
    if lang == "ru" or known is None:
        return Shown(label or path, "ru")
    return Shown(gettext(known), lang)
