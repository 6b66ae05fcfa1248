"""Whatever is typed into `fq` or `filters` is read, or refused by name; nothing of it becomes SQL."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from jariya.api.ckan import datastore, solr
from jariya.api.ckan.solr import All, Anything, No, Range, Some, Term

PIECES = ["tags:", "name:", "(", ")", '"', "AND", "OR", "NOT", "-", "+", "!", "[a TO b]", "[* TO *}", "*", "\\", "~2",
          "^1", "'; DROP TABLE x;--", " ", "сөз", "a:b", "{", "}", "\0", "\ud800"]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Anything()),
        ("*:*", Anything()),
        ("a b", All((Term("", "a"), Term("", "b")))),
        ("tags:a OR b", Some((Term("tags", "a"), Term("", "b")))),
        ("-tags:(a OR b)", No(Some((Term("tags", "a"), Term("tags", "b"))))),
        ('name:"a b"~2^3', Term("name", "a b", phrase=True)),
        ("day:{2020 TO *]", Range("day", "2020", None, with_low=False)),
        ("a AND b OR c", Some((All((Term("", "a"), Term("", "b"))), Term("", "c")))),
        ("су*", Term("", "су", open=True)),
        (r"a\:b", Term("", "a:b")),
    ],
)
def test_a_query_means_what_solr_means_by_it(text: str, query: Any) -> None:
    assert solr.parse(text) == query


@pytest.mark.parametrize(
    ("text", "at"), [("(a", 2), ("a)", 1), ("a AND", 2), ("x:(", 3), ("x:y:z", 2), ("[a TO b]", 0)]
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, at: int) -> None:
    with pytest.raises(solr.Unread) as refused:
        solr.parse(text)
    assert refused.value.at == at


@given(some.lists(some.sampled_from(PIECES), max_size=30).map("".join) | some.text(max_size=60))
def test_any_query_is_read_or_refused(text: str) -> None:
    try:
        solr.parse(text)
    except solr.Unread as error:
        assert 0 <= error.at <= len(text)


VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=10),
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(
            some.sampled_from(["$and", "$or", "a", "b", "_id", "gt", "in", "between", "ne"]), inner, max_size=3
        )
    ),
    max_leaves=10,
)


@given(filters=VALUES, q=VALUES, sort=VALUES, fields=VALUES, limit=VALUES)
def test_any_parameters_are_a_question_or_a_validation_error(**told: Any) -> None:
    for said in (told, {name: json.dumps(value) for name, value in told.items()}):
        try:
            found = datastore.read(said, ["a", "b"])
        except datastore.Invalid as error:
            assert error.name in {*told, "_id"}
        else:
            assert set(found.ask.fields) <= {0, 1} and found.ask.limit <= datastore.MOST


def test_names_with_commas_quotes_and_spaces_are_columns_like_any_other() -> None:
    columns = ["a, b", 'say "x"', "total asc"]
    found = datastore.read({"fields": '"a, b","say ""x"""', "sort": '"a, b" desc, total asc'}, columns)
    assert found.names == ("a, b", 'say "x"')
    assert [(one.column, one.descending) for one in found.ask.sort] == [(0, True), (2, False)]
