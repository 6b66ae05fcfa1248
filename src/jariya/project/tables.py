"""All tables of an empty database at once: for a first start and for tests. Old databases migrate, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.postgres.operations import CreateCollation, CreateExtension
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL, SeparateDatabaseAndState
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django.test import override_settings

FIRST = (CreateExtension, CreateCollation)
JOBS = "procrastinate"
"""Its migrations add values to an enumeration and use them: they do not fit into one transaction."""


def empty() -> bool:
    """Whether the database holds no table of ours."""
    ours = {model._meta.db_table for app in _own() for model in app.get_models()}
    return ours.isdisjoint(connection.introspection.table_names())


def _own() -> list[AppConfig]:
    return [app for app in apps.get_app_configs() if app.name.startswith("jariya.")]


def make() -> None:
    """All tables as the migrations leave them, ten times as fast: from the models, and what migrations do besides.

    Migrating an empty database renders every model anew after each operation: half a minute of pure processor. That
    both ways end in the same tables is held by `tests/project/test_migrations.py`. Our tables are one transaction: who
    is killed meanwhile leaves none of them.
    """
    call_command("migrate", JOBS, verbosity=0, interactive=False)
    with transaction.atomic():
        _all()


def _all() -> None:
    own = {app.label for app in _own()}
    loader = MigrationLoader(None)
    assert loader.graph is not None
    plan = [node for node in loader.graph._generate_plan(loader.graph.leaf_nodes(), True) if node[0] in own]
    steps = [(node[0], one) for node in plan for one in _besides(loader.graph.nodes[node].operations)]
    with connection.schema_editor() as editor:
        for label, step in steps:
            if isinstance(step, FIRST):
                step.database_forwards(label, editor, ProjectState(), ProjectState())
    with override_settings(MIGRATION_MODULES=dict.fromkeys(own)):
        call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
    state = loader.project_state()
    with connection.schema_editor() as editor:
        for label, step in steps:
            if not isinstance(step, FIRST):
                step.database_forwards(label, editor, state, state)
    recorder = MigrationRecorder(connection)
    for node in plan:
        recorder.record_applied(*node)


def _besides(operations: Any) -> Iterator[Any]:
    """What the migrations do that no model tells: SQL, rows, extensions."""
    for one in operations:
        if isinstance(one, SeparateDatabaseAndState):
            yield from _besides(one.database_operations)
        elif isinstance(one, RunSQL | RunPython | CreateExtension | CreateCollation):
            yield one
