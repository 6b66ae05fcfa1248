"""The report as files for office programs."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from jariya.portals.requests.report import papers
from jariya.portals.requests.report.outline import Outline, Table


def test_the_same_report_is_the_same_bytes_at_any_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    said = Outline("Есеп", "Кіріспе", [("Жыл", "2026")], [Table("Кесте", ["Орган", "Саны"], [["Үлгі", "5"]])], "Соңы")
    first = papers.docx(said, lang="kk")
    later = time.localtime(time.time() + 7200)
    monkeypatch.setattr(time, "localtime", lambda *_: later)
    assert papers.docx(said, lang="kk") == first
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(first)).namelist()
