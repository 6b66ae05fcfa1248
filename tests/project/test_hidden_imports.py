"""String foreign keys, reverse() names and template includes count as imports: they obey the floors as well."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps

SOURCE = Path(__file__).resolve().parents[2] / "src" / "jariya"
KERNEL = ["language", "web", "record", "law", "bodies", "people", "signing", "lifecycle", "files"]
TOP = {"search", "notices", "discussion", "correspondence"}
FLOOR = {
    **{name: place for place, name in enumerate(KERNEL)},
    **dict.fromkeys(TOP, len(KERNEL)),
    "dialogue": 20,
    "budgets": 20,
    "pages": 30,
    "office": 30,
    "api": 30,
    "project": 40,
}
"""App label -> floor; an app refers only to its own or a lower floor, and floors of one height not to each other."""

URL = re.compile(r"""(?:\burl|\breverse|\breverse_lazy|\bredirect)\(\s*['"]([a-z]+):[\w-]+['"]""")
TEMPLATE = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s+['"]([a-z]+)/""")


def owner(file: Path) -> str | None:
    """The app a file belongs to, by its folder."""
    parts = file.relative_to(SOURCE).parts
    return parts[1] if parts[0] in {"kernel", "portals"} and len(parts) > 2 else parts[0]


def allowed(here: str, there: str) -> bool:
    return here == there or FLOOR[there] < FLOOR[here]


def references() -> list[tuple[str, str, str]]:
    found = []
    for file in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html")]):
        here = owner(file)
        if here not in FLOOR or "migrations" in file.parts:
            continue
        text = file.read_text(encoding="utf-8")
        for pattern in (URL, TEMPLATE):
            found += [(here, there, str(file.relative_to(SOURCE))) for there in pattern.findall(text) if there in FLOOR]
    return found


def test_addresses_and_templates_point_downwards() -> None:
    wrong = sorted({row for row in references() if not allowed(row[0], row[1])})
    assert not wrong, "\n".join(f"{file}: {here} refers to {there}" for here, there, file in wrong)


def test_foreign_keys_point_downwards() -> None:
    wrong = []
    for model in apps.get_models():
        here = model._meta.app_label
        for field in model._meta.get_fields():
            if field.concrete and field.is_relation and isinstance(field.related_model, type):
                there = field.related_model._meta.app_label
                if here in FLOOR and there in FLOOR and not allowed(here, there):
                    wrong.append(f"{model.__name__}.{field.name}: {here} refers to {there}")
    assert not wrong


def test_no_model_overrides_save_and_nothing_sends_signals() -> None:
    wrong = []
    for file in SOURCE.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        if re.search(r"def save\(self", text) or re.search(r"(pre|post)_(save|delete)\b", text) or "@receiver" in text:
            wrong.append(str(file.relative_to(SOURCE)))
    assert not wrong


@pytest.mark.parametrize("folder", ["portals", "kernel/lifecycle", "kernel/correspondence", "office"])
def test_no_term_stands_in_python(folder: str) -> None:
    wrong = []
    for file in (SOURCE / folder).rglob("*.py"):
        if "migrations" in file.parts or "simulate" in str(file):
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if re.search(r"timedelta\((days|weeks)=\s*([2-9]|\d\d)", line):
                wrong.append(f"{file.relative_to(SOURCE)}:{number}: {line.strip()}")
    assert not wrong, wrong
