"""Work on a hostile file in a process of its own: the answer is the same, and its death is a refusal."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path

import pytest
from tests.kernel.files.inspect import made, offices, papers

from jariya.kernel.files.inspect import apart, kinds, looking, pdf
from jariya.kernel.files.inspect.apart import Within
from jariya.kernel.files.inspect.limits import Limits
from jariya.kernel.files.inspect.refused import Refused


def test_the_answer_is_the_same_as_at_home() -> None:
    data = offices.workbook()
    kind, found = apart.look(io.BytesIO(data), "secret.pdf")
    assert kind == looking.look(io.BytesIO(data), "secret.pdf") and kind.misnamed
    assert found == looking.findings(io.BytesIO(data), kind)


def test_a_copy_is_made_from_a_spooled_file_and_from_a_path(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tempfile.SpooledTemporaryFile(max_size=10**6) as held:
        held.write(made.jpg())
        assert apart.cleaned(held, kinds.KINDS["jpg"], out).code == "jpg"  # type: ignore[arg-type]
        assert looking.look(held).code == "jpg"  # type: ignore[arg-type]
    assert b"PLANTED" not in out.getvalue()
    (tmp_path / "letter").write_bytes(papers.letter())
    box = next(word.box for word in pdf.words(tmp_path / "letter", 1) if word.text == papers.IIN)
    out = io.BytesIO()
    assert apart.redact(tmp_path / "letter", [box], out).words_removed == 1
    assert papers.IIN.encode() not in papers.everything(out.getvalue())


def test_a_refusal_comes_back_with_its_values() -> None:
    with pytest.raises(Refused) as refused:
        apart.look(io.BytesIO(papers.letter(3)), limits=Limits(pdf_pages=2))
    assert (refused.value.code, refused.value.values) == ("pdf.pages", {"most": 2})


def test_too_little_memory_and_too_little_time_are_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused) as refused:
        apart.look(io.BytesIO(made.jpg(width=9_000, height=9_000)), within=Within(megabytes=60))
    assert refused.value.code in ("work.too_long", "file.damaged")
    monkeypatch.setattr(apart, "_BEGIN", "import time; time.sleep(60)")
    with pytest.raises(Refused) as refused:
        apart.look(io.BytesIO(b"a"), within=Within(seconds=1))
    assert refused.value.code == "work.too_long"


def test_a_process_that_breaks_down_is_a_refusal_and_sees_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_BEGIN", "import os; os.kill(os.getpid(), 11)")
    with pytest.raises(Refused) as refused:
        apart.look(io.BytesIO(b"a"))
    assert refused.value.code == "file.damaged"
    monkeypatch.setenv("DATABASE_URL", "PLANTED")
    monkeypatch.setattr(
        apart, "_BEGIN", "import os, json; print(json.dumps({'answer': {'kind': 'txt', 'misnamed': 'DATABASE_URL' in "
        "os.environ, 'findings': []}}))"
    )  # fmt: skip
    assert not apart.look(io.BytesIO(b"a"))[0].misnamed
    assert os.environ["DATABASE_URL"] == "PLANTED"


def test_a_storage_that_fails_is_no_refusal_of_the_file() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("the storage is down")

    with pytest.raises(OSError, match="storage"):
        apart.look(Failing(b"Hello"))
