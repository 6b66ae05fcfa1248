"""What changed between two versions of a table."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from jariya.portals.opendata.importing import difference, loading
from jariya.portals.opendata.importing.difference import Cell, Difference
from jariya.portals.opendata.importing.limits import COMMAND_LINE
from jariya.portals.opendata.importing.table import imported
from jariya.project.cli import data as command

OLD = "код;атауы;саны\n01;Абай;5\n02;Ақмола;7\n03;Алматы;\n"


def compared(folder: Path, old: str, new: str, *key: str) -> Difference:
    """The difference of two texts."""
    sides = []
    for name, text in (("old", old), ("new", new)):
        work = folder / name
        work.mkdir()
        (folder / f"{name}.csv").write_text(text)
        table = imported(folder / f"{name}.csv", work)
        sides.append((table.parquet, table.columns))
    with loading.connect(folder, COMMAND_LINE) as con:
        return difference.between(con, sides[0], sides[1], key)


def test_the_same_table_in_another_order_and_form_is_the_same_by_its_key(tmp_path: Path) -> None:
    new = "атауы,код,саны\nАлматы,03,\nАбай,01,5\nАқмола,02,7\n"
    assert compared(tmp_path, OLD, new, "код").same


def test_rows_that_came_and_went_and_cells_that_are_other_are_named(tmp_path: Path) -> None:
    new = "код;атауы;саны;ескерту\n02;Ақмола облысы;7;x\n03;Алматы;9;y\n04;Атырау;1;z\n"
    found = compared(tmp_path, OLD, new, "код")
    assert (found.added, found.removed, found.changed, found.cells) == (1, 1, 2, 2)
    assert found.columns_added == ["ескерту"] and found.by_column == {"атауы": 1, "саны": 1}
    assert found.changed_cells == [
        Cell(("02",), "атауы", "Ақмола", "Ақмола облысы"),
        Cell(("03",), "саны", None, "9"),
    ]
    assert found.added_rows == [{"код": "04", "атауы": "Атырау", "саны": "1"}]
    assert found.removed_rows == [{"код": "01", "атауы": "Абай", "саны": "5"}]


def test_without_a_key_rows_are_there_or_not_as_often_as_they_stand(tmp_path: Path) -> None:
    found = compared(tmp_path, "a;b\n1;x\n1;x\n2;y\n", "a;b\n1;x\n2;y\n3;z\n")
    assert (found.added, found.removed, found.changed) == (1, 1, 0)
    assert found.removed_rows == [{"a": "1", "b": "x"}] and found.added_rows == [{"a": "3", "b": "z"}]


def test_a_column_that_changed_its_type_is_said(tmp_path: Path) -> None:
    found = compared(tmp_path, "a;b\n1;5\n2;6\n", "a;b\n1;5\n2;алты\n", "a")
    assert found.types_changed == [("b", "integer", "text")] and found.changed == 1


@pytest.mark.parametrize(("key", "why"), [("жоқ", "missing"), ("саны", "twice")])
def test_what_names_no_row_is_no_key(tmp_path: Path, key: str, why: str) -> None:
    with pytest.raises(difference.WrongKey) as refused:
        compared(tmp_path, OLD, OLD + "04;Атырау;5\n", key)
    assert refused.value.why == why


def test_the_command_ends_with_what_it_found(tmp_path: Path) -> None:
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_text(OLD)
    new.write_text(OLD.replace("7", "8"))
    run = CliRunner()
    assert run.invoke(command.app, ["diff", str(old), str(old), "--key", "код"]).exit_code == 0
    said = run.invoke(command.app, ["diff", str(old), str(new), "--key", "код"])
    assert said.exit_code == 1 and "~\t02\tсаны\t7\t8" in said.stdout
    assert run.invoke(command.app, ["diff", str(old), str(new), "--key", "none"]).exit_code == 2
