"""Distinguished names of the national profile: who a certificate speaks of."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from jariya.kernel.signing import oids
from jariya.kernel.signing.der import BMP, IA5, NUMERIC, PRINTABLE, SEQUENCE, SET, UTF8, Node, NotDer

_IIN = re.compile(r"IIN(\d{12})", re.ASCII)
_BIN = re.compile(r"BIN(\d{12})", re.ASCII)
_ENCODINGS = {UTF8: "utf-8", PRINTABLE: "ascii", IA5: "ascii", NUMERIC: "ascii", BMP: "utf-16-be"}
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp"})
_ONCE = frozenset({oids.COMMON_NAME, oids.SURNAME, oids.GIVEN_NAME, oids.SERIAL_NUMBER, oids.ORGANISATION})
LABELS = {
    oids.COMMON_NAME: "CN",
    oids.SURNAME: "SN",
    oids.GIVEN_NAME: "GN",
    oids.SERIAL_NUMBER: "serialNumber",
    oids.COUNTRY: "C",
    oids.LOCALITY: "L",
    oids.STATE: "ST",
    oids.ORGANISATION: "O",
    oids.UNIT: "OU",
    oids.EMAIL: "E",
}
PERSONAL = frozenset({oids.COMMON_NAME, oids.SURNAME, oids.GIVEN_NAME, oids.SERIAL_NUMBER, oids.EMAIL})
"""What tells who a person is; hidden wherever a person's name is not asked for."""


@dataclass(frozen=True)
class Name:
    """A name as (kind, text) in its order. `repr` shows none of it, for it may be a person's."""

    parts: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        return f"Name({len(self.parts)} parts)"

    def get(self, kind: str) -> str | None:
        """Return the first text of that kind (an OID), None when there is none."""
        return next((text for found, text in self.parts if found == kind), None)

    @property
    def iin(self) -> str | None:
        """The individual's number: `serialNumber=IIN…`."""
        found = _IIN.fullmatch(self.get(oids.SERIAL_NUMBER) or "")
        return found[1] if found else None

    @property
    def bin(self) -> str | None:
        """The organisation's number: `OU=BIN…`, or `serialNumber=BIN…` of an information system's certificate."""
        for kind, text in self.parts:
            if kind in (oids.UNIT, oids.SERIAL_NUMBER) and (found := _BIN.fullmatch(text)):
                return found[1]
        return None

    @property
    def is_test(self) -> bool:
        """Whether the name says TEST, in Latin or Cyrillic letters, as the names of every test authority do."""
        return any("TEST" in text.upper() or "ТЕСТ" in text.upper() for _, text in self.parts)

    def shown(self, *, masked: bool) -> str:
        """Return the name on one line; `masked` leaves only the shape of what tells who a person is."""
        return ", ".join(
            f"{LABELS.get(kind, kind)}={_mask(text) if masked and kind in PERSONAL else text}"
            for kind, text in self.parts
        )


def read(node: Node) -> Name:
    """Read a Name. Raises NotDer for anything but a list of sets of pairs with plain text.

    A kind that must be one (name, surname, number) standing twice is refused too: two readers would see two people.
    """
    parts: list[tuple[str, str]] = []
    for rdn in node.of(SEQUENCE).children:
        for pair in rdn.of(SET).children:
            kind, value = pair.of(SEQUENCE).children
            parts.append((kind.as_oid(), _text(value)))
    kinds = [kind for kind, _ in parts]
    if any(kinds.count(kind) > 1 for kind in _ONCE):
        raise NotDer("a name that says one thing twice")
    if len({text for kind, text in parts if _BIN.fullmatch(text) and kind == oids.UNIT}) > 1:
        raise NotDer("a name with two organisations")
    return Name(tuple(parts))


def _text(node: Node) -> str:
    encoding = _ENCODINGS.get(node.tag)
    if encoding is None:
        raise NotDer("a name in an unknown alphabet")
    try:
        text = node.content.decode(encoding)
    except UnicodeDecodeError:
        raise NotDer("a name that is no text") from None
    # Controls and marks of direction could make a name read otherwise than it is. Registers do leave some behind in
    # names of organisations, so they become spaces instead of costing a person the signature.
    return " ".join("".join(" " if unicodedata.category(one) in _INVISIBLE else one for one in text).split())


def _mask(text: str) -> str:
    """Return the text's first letter of each word, figures all hidden."""
    if any(letter.isdigit() for letter in text):
        return re.sub(r"\d", "*", text) if re.fullmatch(r"(IIN|BIN)?\d+", text) else "***"
    return " ".join(word[:1] + "***" for word in text.split()) or "***"
