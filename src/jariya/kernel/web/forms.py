"""Fields that forms of all floors share."""

from __future__ import annotations

import re
from typing import Any

from django import forms

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class PlainText(forms.CharField):
    """Text as typed, without control characters; line ends as \\n."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return _CONTROL.sub("", text.replace("\r\n", "\n")).strip()
