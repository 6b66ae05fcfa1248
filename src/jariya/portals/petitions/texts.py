"""The words of a petition: both languages side by side, and the digest that a signer signs. Pure."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Protocol

LANGUAGES = ("kk", "ru")


class Written(Protocol):
    """A row that holds the words: a draft, a signed draft, a petition."""

    @property
    def first_language(self) -> str: ...
    @property
    def title_kk(self) -> str: ...
    @property
    def title_ru(self) -> str: ...
    @property
    def text_kk(self) -> str: ...
    @property
    def text_ru(self) -> str: ...


class Cut(Protocol):
    """A refusal with its public copy; what is empty stays as it was written."""

    @property
    def cut_title_kk(self) -> str: ...
    @property
    def cut_title_ru(self) -> str: ...
    @property
    def cut_text_kk(self) -> str: ...
    @property
    def cut_text_ru(self) -> str: ...


@dataclass(frozen=True)
class Texts:
    """Title and text in Kazakh and in Russian. The language written first is whole; the other one may be empty."""

    first: str
    title_kk: str = ""
    title_ru: str = ""
    text_kk: str = ""
    text_ru: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages in which title and text are both there, the one written first at the front."""
        order = (self.first, *(lang for lang in LANGUAGES if lang != self.first))
        return tuple(lang for lang in order if self.title(lang) and self.text(lang))

    @property
    def whole(self) -> bool:
        """Is the first language whole, and the other one whole or empty?"""
        other = next(lang for lang in LANGUAGES if lang != self.first)
        half = bool(self.title(other)) != bool(self.text(other))
        return self.first in self.languages and not half

    def title(self, lang: str) -> str:
        """The title in a language; empty when it is not there."""
        return str(getattr(self, f"title_{lang}", "")).strip()

    def text(self, lang: str) -> str:
        """The text in a language; empty when it is not there."""
        return str(getattr(self, f"text_{lang}", "")).strip()

    def shown_in(self, lang: str) -> str:
        """The language a reader of `lang` is shown: their own when it is there, else the one written first."""
        return lang if lang in self.languages else self.first

    def content(self) -> dict[str, str]:
        """What the digest is over."""
        return {f"{part}_{lang}": getattr(self, part)(lang) for lang in LANGUAGES for part in ("title", "text")}

    def digest(self) -> bytes:
        """32 bytes: SHA-256 over the four texts, written as RFC 8785 writes a map. This is what signers sign."""
        written = json.dumps(self.content(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode()).digest()

    def together(self) -> str:
        """All words in one string, for signing sessions and searches."""
        return "\n\n".join(f"{self.title(lang)}\n{self.text(lang)}" for lang in self.languages)


def texts_of(row: Written) -> Texts:
    """The words of a draft or a petition, as they were written."""
    return Texts(row.first_language, row.title_kk, row.title_ru, row.text_kk, row.text_ru)


def blackened(texts: Texts, refusal: Cut | None) -> Texts:
    """The public words: what was blackened in a refused petition stays blackened."""
    if refusal is None:
        return texts
    return Texts(
        texts.first,
        refusal.cut_title_kk or texts.title_kk,
        refusal.cut_title_ru or texts.title_ru,
        refusal.cut_text_kk or texts.text_kk,
        refusal.cut_text_ru or texts.text_ru,
    )
