"""What in a text looks like personal data, by rule: a hint before publishing. It marks; a human decides. Pure.

Numbers with a check digit are found by it, so a sum of tenge is not taken for a person. What has none (a telephone, a
plate, an address) is found by its shape and by the words beside it. How well: `bench/personal.py`.
"""

from jariya.kernel.language.personal.finding import find
from jariya.kernel.language.personal.found import KINDS, PERSONAL, SURE, WEAK, Found, Kind
from jariya.kernel.language.personal.marking import blackened, only_blackened, pieces

__all__ = [
    "KINDS",
    "PERSONAL",
    "SURE",
    "WEAK",
    "Found",
    "Kind",
    "blackened",
    "find",
    "only_blackened",
    "pieces",
]
