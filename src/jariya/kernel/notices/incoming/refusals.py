"""What the door for mail says when it takes no letter: in Kazakh, Russian and English, for whoever wrote it.

The sender's own server puts these words into the letter that comes back. They are in Cyrillic where the peer said that
it reads UTF-8 (SMTPUTF8, RFC 6531), and else in Latin letters: SMTP allows no other (RFC 5321, 4.2).
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jariya.kernel.language.scripts import to_ascii

LANGUAGES = ("kk", "ru", "en")
_SAID: Mapping[str, tuple[int, str, Promise]] = {
    "unknown": (550, "5.1.1", _("There is no such address here. Open your case on the site:")),
    "ended": (
        550,
        "5.1.6",
        _("This address is no longer in use. Answer our newest letter, or open your case on the site:"),
    ),
    "too_many": (450, "4.7.1", _("Too many letters to this address today. Try again tomorrow.")),
    "too_big": (552, "5.3.4", _("The letter is too big: at most %(most)s MB.")),
    "peer": (550, "5.7.1", _("Mail is delivered through the border server only.")),
    "one": (452, "4.5.3", _("One recipient at a time.")),
    "later": (451, "4.3.0", _("Not now, try again later.")),
}


class Refusal(Exception):
    """An address or a letter that is not taken: SMTP code, RFC 3463 code, words for the sender.

    Args:
        code: a word of the table above.
        tail: a line below the words, such as the site's address.
        values: for the words.
    """

    def __init__(self, code: str, *, tail: str = "", **values: object) -> None:
        super().__init__(code)
        self.word, self.tail, self.values = code, tail, values
        self.code, self.status, self.sentence = _SAID[code]

    @property
    def lines(self) -> list[str]:
        """The sentence in each language, then the tail."""
        said = []
        for lang in LANGUAGES:
            with translation.override(lang):
                said.append(str(self.sentence) % self.values if self.values else str(self.sentence))
        return [*said, *([self.tail] if self.tail else [])]

    @property
    def words(self) -> str:
        """The same as one text, for a terminal."""
        return "\n".join(self.lines)

    def reply(self, *, utf8: bool = False) -> str:
        """The SMTP reply of several lines.

        Args:
            utf8: the peer reads UTF-8.
        """
        lines = self.lines if utf8 else [to_ascii(line) for line in self.lines]
        shown = [f"{self.code}-{self.status} {line}" for line in lines[:-1]]
        return "\r\n".join([*shown, f"{self.code} {self.status} {lines[-1]}"])

    @property
    def temporary(self) -> bool:
        """Whether the sender's server should try again."""
        return self.code < 500
