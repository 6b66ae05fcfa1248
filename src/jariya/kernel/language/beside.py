"""A title and a text that stand side by side in the languages of the state. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Words:
    """What a body itself publishes, in Kazakh and Russian. English may be empty."""

    title_kk: str
    title_ru: str
    text_kk: str
    text_ru: str
    title_en: str = ""
    text_en: str = ""

    @classmethod
    def of(cls, row: Any) -> Words:
        """What a row with such columns says."""
        return cls(**{name: getattr(row, name) for name in cls.__dataclass_fields__})

    @classmethod
    def typed(cls, said: dict[str, Any]) -> Words:
        """What a form with such fields says."""
        return cls(**{name: said[name] for name in cls.__dataclass_fields__})

    @property
    def both(self) -> tuple[str, ...]:
        """What has to stand in both languages of the state."""
        return self.title_kk, self.title_ru, self.text_kk, self.text_ru

    @property
    def whole(self) -> bool:
        """Whether both languages of the state are there."""
        return all(text.strip() for text in self.both)

    @property
    def joined(self) -> str:
        """All of it in the order of the names, for a digest that whoever has the published text can recompute."""
        return "\n\n".join(self.__dict__[name] for name in sorted(self.__dict__))
