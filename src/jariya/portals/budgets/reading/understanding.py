"""What a file's name and titles say: whose budget, cut how, which month, in what unit. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from jariya.portals.budgets.reading.names import mended

CUTS = ("full", "functional", "administrative", "economic", "investment")
LEVELS = ("republican", "oblast", "district")
STAGES = ("draft", "approved", "revised", "adjusted", "monthly", "annual")

Month = tuple[int, int]
"""Year and month, the last month of the sum that began in January."""

_CUT_WORDS = (
    ("investment", ("инвестиц", "investment")),
    ("functional", ("функц", "functional")),
    ("administrative", ("ведомств", "администратор", "administrative")),
    ("economic", ("экон", "economic")),
)
_ABBREVIATIONS = {"зко": "западно казахстанская", "вко": "восточно казахстанская", "ско": "северо казахстанская"}
_NOT_NAMES = {"местный", "местного", "бюджет", "бюджета", "область", "области", "облысы", "облыстың", "бюджеті",
              "бюджетінің", "г", "город", "города", "қаласы", "об", "исполнении", "исполнение", "отчет", "на", "за",
              "мм", "local", "budget", "of", "city", "oblast", "report"}  # fmt: skip
_CITY = {"г", "город", "города", "қаласы", "қаласының", "city"}
_MONTH = re.compile(r"(?<!\d)(0[1-9]|1[0-2])[._-](20\d\d)(?!\d)")
_MONTH_ISO = re.compile(r"(?<!\d)(20\d\d)[._-](0[1-9]|1[0-2])(?![\d])")
_MONTHS = ("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр")
_AS_OF = re.compile(r"на 1 (\w+) (20\d\d)")


@dataclass(frozen=True)
class Understood:
    """What was understood or said. An empty text is not known yet."""

    level: str = ""
    territory: str = ""
    """A KATO code, or words of a territory's name."""
    cut: str = ""
    month: Month | None = None
    """For tables without a column of months."""
    unit: str = ""
    stage: str = "monthly"

    def over(self, guess: Understood) -> Understood:
        """This, with what it leaves open taken from a guess."""
        return replace(
            self,
            level=self.level or guess.level,
            territory=self.territory or guess.territory,
            cut=self.cut or guess.cut,
            month=self.month or guess.month,
            unit=self.unit or guess.unit,
        )


def of_name(path: Path) -> Understood:
    """What the name of a file says, `местный_бюджет_ЗКО.csv.gz` for one."""
    stem = path.name.split(".csv")[0].split(".xlsx")[0]
    return of_text(stem.replace("_", " "))


def of_text(text: str) -> Understood:
    """What a title says."""
    words = mended(text).split()
    joined = " ".join(words)
    republican = "рб" in words or any(word.startswith(("республикан", "republican")) for word in words)
    cut = next((key for key, starts in _CUT_WORDS if any(word.startswith(starts) for word in words)), "")
    budget = any(word.startswith(("бюджет", "budget")) for word in words)
    local = not republican and any(word.startswith(("местн", "local", "област", "облыс")) for word in words)
    names = [word for word in words if word not in _NOT_NAMES and not word.isdigit()]
    territory = ""
    if local:
        territory = " ".join(
            _ABBREVIATIONS.get(word, word) for word in names if not word.startswith(("местн", "local"))
        )
        if territory and any(word in _CITY for word in words):
            territory = f"город {territory}"
    return Understood(
        level="republican" if republican else "oblast" if local else "",
        territory=territory,
        cut=cut or ("full" if budget else ""),
        month=month_of(text) or _as_of(joined),
        unit=unit_of(joined),
    )


def unit_of(joined: str) -> str:
    """The unit a title names; empty when it names none."""
    if re.search(r"(тыс\w*|мың) (тенге|теңге)", joined):
        return "thousand"
    if re.search(r"(млн|миллион\w*) (тенге|теңге)", joined):
        return "million"
    if re.search(r"\bв тенге\b", joined):
        return "tenge"
    return ""


def month_of(text: str) -> Month | None:
    """A month as `03.2024`, `2024-03` or a day of it; None when the text is none."""
    if found := _MONTH.search(text):
        return int(found[2]), int(found[1])
    if found := _MONTH_ISO.search(text):
        return int(found[1]), int(found[2])
    return None


def _as_of(joined: str) -> Month | None:
    """«на 1 июня 2024» means January to May."""
    found = _AS_OF.search(joined)
    if not found:
        return None
    number = next((at for at, start in enumerate(_MONTHS, start=1) if found[1].startswith(start)), 0)
    if found[1].startswith("март"):
        number = 3
    if not number:
        return None
    year = int(found[2])
    return (year, number - 1) if number > 1 else (year - 1, 12)


def say_month(month: Month) -> str:
    """A month for machines and sentences: 2024-03."""
    return f"{month[0]}-{month[1]:02d}"
