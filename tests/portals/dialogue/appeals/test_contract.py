"""The words of the contract: what is not in them is named and believed in nothing."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jariya.portals.dialogue.appeals import contract
from jariya.portals.dialogue.appeals.contract import Broken

GOOD: dict[str, Any] = {
    "id": "k.1",
    "key": "3f2c",
    "number": "TEST-2026-000001",
    "seq": 1,
    "status": "registered",
    "at": "2026-03-18T05:00:00+00:00",
    "on": "2026-03-18",
    "data": {},
}


def test_the_same_appeal_is_the_same_bytes() -> None:
    one = {
        "key": "k",
        "kind": "complaint",
        "bin": "000000000000",
        "body": "Улги",
        "language": "ru",
        "title": "т",
        "points": ["п"],
        "submitted_at": dt.datetime(2026, 3, 18, 5, tzinfo=dt.UTC),
        "manifest": b"{}",
        "signature": b"\x30",
    }
    assert contract.document(**one) == contract.document(**dict(reversed(one.items())))
    assert json.loads(contract.document(**one))["signed"]["cms"] == "MA=="


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"seq": 0}, "event_malformed"),
        ({"seq": True}, "event_malformed"),
        ({"status": "burned"}, "status_unknown"),
        ({"at": "2026-03-18T05:00:00"}, "moment_malformed"),
        ({"on": "18.03.2026"}, "day_malformed"),
        ({"number": "<b>"}, "number_missing"),
        ({"status": "answered", "data": {"text": " "}}, "answer_empty"),
        ({"status": "forwarded", "data": {"to": {"bin": "12"}}}, "forwarded_to_nobody"),
        ({"status": "extended", "data": {}}, "day_malformed"),
        ({"data": []}, None),
        ({"data": [1]}, "event_malformed"),
    ],
)
def test_an_event_out_of_the_contract_is_refused_by_name(changed: dict[str, Any], code: str | None) -> None:
    said = GOOD | changed
    if code is None:
        assert contract.told(said).data == {}
        return
    with pytest.raises(Broken) as error:
        contract.told(said)
    assert error.value.code == code


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*GOOD, "events", "next", "text"]), inner),
        max_leaves=12,
    )
)
def test_whatever_comes_back_is_read_or_refused(said: Any) -> None:
    for read in (contract.told, contract.page, lambda value: contract.handed(value, "k")):
        try:
            read(said)
        except Broken as error:
            assert error.code.replace("_", "").isalpha()
