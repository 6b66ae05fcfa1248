"""How a reader wants pages to look: one small cookie, at most 24 values, because path + cookie is the cache key.

Three sizes x four colour schemes x letters close or wide = 24. A forced light or dark page is the black-on-white or
white-on-black scheme: two more schemes would make 36 keys. Wide letters go with pictures off for the same reason; the
pages carry next to no pictures, so who wants wide letters loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

COOKIE = "view"
SIZES = (100, 150, 200)
SCHEMES = ("auto", "light", "dark", "beige")


@dataclass(frozen=True)
class Mode:
    """One way of looking. `size` in percent; `scheme` one of SCHEMES; `calm`: wide letters, no pictures."""

    size: int = 100
    scheme: str = "auto"
    calm: bool = False

    @property
    def value(self) -> str:
        """What the cookie holds, e.g. `150-dark-calm`."""
        return f"{self.size}-{self.scheme}-{'calm' if self.calm else 'plain'}"

    @property
    def classes(self) -> str:
        """Classes of <html>; empty for the default, so that `view.css` is not even loaded."""
        names = []
        if self.size != 100:
            names.append(f"size-{self.size}")
        if self.scheme != "auto":
            names.append(f"scheme-{self.scheme}")
        if self.calm:
            names.append("calm")
        return " ".join(names)


DEFAULT = Mode()
MODES = {mode.value: mode for mode in (Mode(*parts) for parts in product(SIZES, SCHEMES, (False, True)))}


def parse(value: str | None) -> Mode:
    """The mode of a cookie's value; anything unknown is the default, never an error."""
    return MODES.get(value or "", DEFAULT)
