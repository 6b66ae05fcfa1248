"""Names of files as others see them: nothing of what the sender typed."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

_LONGEST = 120
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def public_name(case: str, number: int, extension: str) -> str:
    """`Q26ABCDEFGHK-3.pdf`: public id of the case, number of the file in it, extension of its kind.

    Raises ValueError where a part is not of small or capital letters, digits and hyphens: then it was typed by someone.
    """
    if not re.fullmatch(r"[A-Za-z0-9-]{1,40}", case) or not re.fullmatch(r"[a-z0-9]{1,8}", extension) or number < 1:
        raise ValueError("a public name is made of the case's id, a number and the extension of a kind")
    return f"{case}-{number}.{extension}"


def safe(name: str) -> str:
    """A typed name for the eyes of the parties: one line, no path, no control characters, 120 at most.

    Marks that turn the direction of writing go too: with them `gpj.exe` is shown as `exe.jpg`. An empty rest is `file`.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(
        char for char in last if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    )
    shown = re.sub(r'[<>:"|?*;%]', "_", re.sub(r"\s+", " ", shown)).strip(" .")
    if _RESERVED.match(shown):
        shown = "_" + shown
    if len(shown) > _LONGEST:
        stem, dot, extension = shown.rpartition(".")
        keep = f"{dot}{extension}" if stem and len(extension) <= 8 else ""
        shown = shown[: _LONGEST - len(keep)].rstrip(" .") + keep
    return shown or "file"


def disposition(name: str, *, inline: bool = False) -> str:
    """The value of Content-Disposition (RFC 6266), safe in a header whatever the name is."""
    shown = safe(name)
    plain = unicodedata.normalize("NFKD", shown).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9 ._()-]", "_", plain).strip(" .") or "file"
    if plain.startswith(".") or not re.search(r"[A-Za-z0-9]", plain.partition(".")[0]):
        plain = "file" + plain[plain.rfind(".") :] if "." in plain else "file"
    place = "inline" if inline else "attachment"
    if plain == shown:
        return f'{place}; filename="{plain}"'
    return f"{place}; filename=\"{plain}\"; filename*=UTF-8''{quote(shown, safe='')}"
