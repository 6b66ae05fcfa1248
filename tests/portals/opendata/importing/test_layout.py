"""Titles above, headers of several rows, notes below: told from the rows alone."""

from __future__ import annotations

import pytest

from jariya.portals.opendata.importing import dialect, layout
from jariya.portals.opendata.importing.layout import Layout


def parted(text: str) -> list[list[str]]:
    return [line.split("|") for line in text.strip("\n").split("\n")]


@pytest.mark.parametrize(
    ("rows", "place", "names"),
    [
        ("Өңір|саны\nАбай|5\nҰлытау|7", Layout(0, 1), ["Өңір", "саны"]),
        ("Халық саны|\n|\nӨңір|саны\nАбай|5\nҰлытау|7", Layout(2, 1), ["Өңір", "саны"]),
        ("1|5\n2|7", Layout(0, 0), []),
        ("Область|2022|2023\nАбай|5|6\nУлытау|7|8", Layout(0, 1), ["Область", "2022", "2023"]),
        ("год|код\n2022|5\n2023|6", Layout(0, 1), ["год", "код"]),
        ("2021|4\n2022|5\n2023|6", Layout(0, 0), []),
        (
            "Өңір|2023||2024|\n|қала|ауыл|қала|ауыл\nАбай|1|2|3|4\nҰлытау|5|6|7|8",
            Layout(0, 2),
            ["Өңір", "2023 / қала", "2023 / ауыл", "2024 / қала", "2024 / ауыл"],
        ),
        (
            "|||адам\nӨңір|БСН|Халық|\n||ер|әйел\nА|Б|1|2\nАбай|000140000123|2|-\nҰлытау|010140000124|6|8",
            Layout(1, 3),
            ["Өңір", "БСН", "Халық / ер", "Халық / әйел"],
        ),
        (
            "Есеп||||\nӨңір|Халық|||\n|қала||ауыл|\n|ер|әйел|ер|әйел\nАбай|1|2|3|4\nҰлытау|5|6|7|8",
            Layout(1, 3),
            ["Өңір", "Халық / қала / ер", "Халық / қала / әйел", "Халық / ауыл / ер", "Халық / ауыл / әйел"],
        ),
        ("Өңір|саны|үлесі\n|адам|%\nАбай|1|2\nҰлытау|5|6", Layout(0, 2), ["Өңір", "саны / адам", "үлесі / %"]),
        # The first row of the table says that nothing is known: it is no second row of the header.
        ("Өңір|а|б\nАбай|н/д|-\nҰлытау|5|6\nЖетісу|7|8", Layout(0, 1), ["Өңір", "а", "б"]),
        ("аты|тегі\nАсан|Усенов\nБолат|Иманов", Layout(0, 1), ["аты", "тегі"]),
        ("а|а\nб|а\nв|г", Layout(0, 0), []),
    ],
)
def test_where_the_table_stands(rows: str, place: Layout, names: list[str]) -> None:
    made = parted(rows)
    width = max(map(len, made[len(made) // 2 :]))
    found = layout.found(made, width)
    assert found == place
    assert layout.names(made[found.skip : found.skip + found.header]) == names


def test_what_the_publisher_says_of_the_header_is_done() -> None:
    rows = parted("Есеп|\nӨңір|саны\nАбай|5\nҰлытау|7")
    assert layout.found(rows, 2, skip=2, header=False) == Layout(2, 0)
    assert layout.found(rows, 2, skip=2, header=True) == Layout(2, 1)


@pytest.mark.parametrize(
    ("rows", "notes"),
    [
        (["", "Дереккөз: Ұлттық статистика бюросы"], 1),
        (["* алдын ала деректер", "¹ тоқсан ішінде"], 2),
        (["Абай облысы", "Ұлытау облысы"], 0),
        (["Абай облысы", "", "Справочно: данные за год"], 1),
        (["", "5"], 0),
        (["Осы кестедегі көрсеткіштер тоқсан сайын қайта есептеледі және бір айдан кейін нақтыланады"], 1),
    ],
)
def test_notes_below_are_told_from_rows_of_one_cell(rows: list[str], notes: int) -> None:
    assert layout.notes_below([(number, [row, "", ""]) for number, row in enumerate(rows)], 3) == notes


@pytest.mark.parametrize(
    ("sample", "delimiter", "quote", "width"),
    [
        ("а;б\n1,5;2,5\n3,5;4,5\n", ";", '"', 2),
        ('а, б, в\n1, "екі, үш", 3\n4, "бес", 6\n', ",", '"', 3),
        ("а,б\n'1,5',2\n'2,5',3\n'3,5',4\n", ",", "'", 2),
        ('а,б\n"деді \\"иә, жарайды\\" деп",2\n"x",3\n', ",", '"', 2),
        ("Облыс\nАбай облысы\nАқмола облысы\nЖетісу облысы\n", ",", '"', 1),
        ("Мекенжайы\nАбай к., 5\nҚонаев к.\nДостық даңғ.\nСәтбаев к.\n", ",", '"', 1),
        ("күні саны\n01.02.2024 5\n02.02.2024 7\n", " ", '"', 2),
        ("Есеп\n2024 жыл\n\nа|б|в\n1|2|3\n4|5|6\nЕскерту\n", "|", '"', 3),
    ],
)
def test_how_cells_are_parted(sample: str, delimiter: str, quote: str, width: int) -> None:
    found = dialect.detect(sample)
    assert (found.delimiter, found.quote, found.width) == (delimiter, quote, width)
    assert all(len(row) == width for row in dialect.parse(sample, found)[-2:-1])
