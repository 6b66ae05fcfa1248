"""A table held against a Table Schema: each cell that breaks it is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from jariya.portals.opendata.importing import loading, schema
from jariya.portals.opendata.importing.limits import COMMAND_LINE
from jariya.project.cli import data as command

TABLE = "код;атауы;саны;күні\n001;Абай;5;01.02.2024\n002;Ұлытау;н/д;02.02.2024\n002;;x7;03.02.2024\n004;абв;900;\n"
FIELDS: list[dict[str, Any]] = [
    {"name": "код", "type": "string", "constraints": {"pattern": "[0-9]{3}", "unique": True, "enum": ["001", "002"]}},
    {"name": "атауы", "type": "string", "constraints": {"required": True, "minLength": 4}},
    {"name": "саны", "type": "integer"},
    {"name": "күні", "type": "date", "constraints": {"minimum": "2024-02-02"}},
    {"name": "жоқ", "type": "any"},
]


def test_every_rule_names_its_cells(read: Any, tmp_path: Path) -> None:
    table = read(TABLE).table
    with loading.connect(tmp_path, COMMAND_LINE) as con:
        held = {"fields": FIELDS, "missingValues": ["", "н/д"], "primaryKey": "код"}
        found = schema.check(con, table.columns, table.parquet, held, table.first_row)
        assert {(one.rule, one.row, one.column, one.value) for one in found.shown} == {
            ("schema.unique", 4, "код", "002"),
            ("schema.enum", 5, "код", "004"),
            ("schema.required", 4, "атауы", ""),
            ("schema.length", 5, "атауы", "абв"),
            ("schema.type", 4, "саны", "x7"),
            ("schema.bounds", 2, "күні", "2024-02-01"),
            ("schema.missing_column", None, "жоқ", ""),
            ("schema.key", 4, "код", "002"),
        }
        good = {"fields": [{"name": name} for name in ("код", "атауы", "саны", "күні")]}
        assert not schema.check(con, table.columns, table.parquet, good, 2).counts
        with pytest.raises(schema.BadSchema):
            held = {"fields": [{"name": "код", "constraints": {"pattern": "("}}]}
            schema.check(con, table.columns, table.parquet, held, 2)


@pytest.mark.parametrize("sent", ["", "[]", '{"fields": 5}', '{"fields": [{"type": "any"}]}'])
def test_what_is_no_schema_is_refused(tmp_path: Path, sent: str) -> None:
    (tmp_path / "s.json").write_text(sent)
    with pytest.raises(schema.BadSchema):
        schema.load(tmp_path / "s.json")


def test_the_command_ends_with_the_verdict(tmp_path: Path) -> None:
    file, held = tmp_path / "t.csv", tmp_path / "s.json"
    file.write_text("атауы;саны\nа;5\nб;6\n")
    run = CliRunner()
    for fields, code in (([{"name": "атауы"}, {"name": "саны", "type": "integer"}], 0), ([{"name": "атауы"}], 1)):
        held.write_text(json.dumps({"schema": {"fields": fields}}))
        said = run.invoke(command.app, ["inspect", str(file), "--schema", str(held), "--json", "--lang", "kk"])
        report = json.loads(said.stdout)
        assert (said.exit_code, report["schema"]["valid"]) == (code, not code)
    assert report["schema"]["cells"][0] | {"sentence": "", "remedy": ""} == {
        "rule": "schema.extra_column", "row": None, "column": "саны", "value": "", "sentence": "", "remedy": "",
    }  # fmt: skip
    assert "Кестеде" in report["schema"]["cells"][0]["sentence"]
    held.write_text("{}")
    assert run.invoke(command.app, ["inspect", str(file), "--schema", str(held)]).exit_code == 2
